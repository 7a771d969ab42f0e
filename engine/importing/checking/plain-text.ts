/** Printable ASCII without `"` and `\`: as it stands in JSON and in COPY, readable, and never wrongly decoded. */
export const PLAIN = 0;
/** ASCII that JSON or COPY write otherwise. */
export const ESCAPED = 1;
/** Beyond ASCII. */
export const WIDE = 2;

/** One look at a value tells all later steps what they need not do; nearly every cell is plain. */
export function kindOfText(value: string): typeof PLAIN | typeof ESCAPED | typeof WIDE {
  let kind: typeof PLAIN | typeof ESCAPED = PLAIN;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code > 126 || code === 0) return WIDE;
    if (code < 32 || code === 34 || code === 92) kind = ESCAPED;
  }
  return kind;
}
