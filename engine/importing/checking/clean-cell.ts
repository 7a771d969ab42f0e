/** Undoes what reject files do to keep a spreadsheet from running a cell as a formula. */
export function cleanCell(cell: string): string {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  // Nearly every cell has nothing to trim and no apostrophe: two looks instead of two copies.
  const trimmed = first > 32 && first < 128 && last > 32 && last < 128 ? cell : cell.trim();
  return trimmed.charCodeAt(0) === 39 && /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed;
}
