/** "+1 212" for an area code of the North American plan, "+44" for a country. */
export const prefixWords = (prefix: string): string =>
  prefix.length === 4 && prefix.startsWith('1') ? `+1 ${prefix.slice(1)}` : `+${prefix}`;
