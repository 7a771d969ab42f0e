/** A name as people write it, without what they write differently: case, accents, dots, hyphens, spaces. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]/g, '');
