/**
 * JSON that Postgres takes as jsonb whatever a stranger put into its strings: NUL and halves of characters, which
 * jsonb refuses, become U+FFFD. JSON.stringify escapes both, and nothing else of a whole character beyond ASCII.
 */
export const storableJson = (value: unknown): string =>
  // An escaped backslash is passed over as one, so that its neighbour is not taken for an escape.
  JSON.stringify(value).replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (whole, escape: string) =>
    escape.length > 1 ? '\\ufffd' : whole,
  );
