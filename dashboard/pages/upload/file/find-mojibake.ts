/** What a wrong encoding leaves: the replacement character, C1 controls, and UTF-8 that was read byte by byte. */
const BROKEN = /\uFFFD|[\u0080-\u009F]|[\u00C2\u00C3][\u0080-\u00BF]|\u00E2\u20AC/u;

/** The first cell that looks as if it had been read in another encoding than it was written in. Pure. */
export function findMojibake(
  rows: readonly { rowNumber: number; cells: readonly string[] }[],
): { rowNumber: number; cell: string } | null {
  for (const { rowNumber, cells } of rows) {
    const cell = cells.find((text) => BROKEN.test(text));
    if (cell !== undefined) return { rowNumber, cell };
  }
  return null;
}
