import type { ZoneTable } from '../zone-table.ts';

const MAX_NEAR = 3;
/** Letters that somebody may have typed wrong. */
const MAX_TYPOS = 2;

/** Names of zones that a text may have meant: those that hold it, then those a letter or two away. */
export function nearZones(text: string, table: Pick<ZoneTable, 'names'>): string[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  const scored = table.names().flatMap((name) => {
    const whole = plain(name);
    const place = plain(name.slice(name.lastIndexOf('/') + 1));
    const holds = wanted.length >= 4 && (whole.includes(wanted) || wanted.includes(place));
    const typos = Math.min(
      typosBetween(wanted, whole),
      typosBetween(plain(text.slice(text.lastIndexOf('/') + 1)), place),
    );
    const score = holds ? Math.min(typos, 1) : typos;
    return score <= MAX_TYPOS && place.length > MAX_TYPOS + 1 ? [{ name, score }] : [];
  });
  return scored
    .toSorted((a, b) => a.score - b.score || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_NEAR)
    .map(({ name }) => name);
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9+-]/g, '');

/** Letters to change, add or take away; Infinity when there are clearly more than matter. */
function typosBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_TYPOS) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + same,
      );
    }
    previous = current;
  }
  return previous[b.length] ?? Infinity;
}
