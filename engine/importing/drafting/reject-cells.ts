/** Columns that a reject file has besides those of the list. */
export const REJECT_COLUMNS = ['error_code', 'error_message', 'suggested_value'] as const;

/** What a spreadsheet would run as a formula, behind any number of apostrophes: so that undoing takes exactly one. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell as a reject file holds it: text, whatever a spreadsheet would make of it. */
export const safeCell = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

/** The cell that `safeCell` was given. */
export const unsafeCell = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

/** A cell as it stands in a line of delimited text. */
export function quotedCell(cell: string, delimiter: string): string {
  const safe = safeCell(cell);
  return safe.includes(delimiter) || /["\r\n]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** As many cells as the header: what a row has too many of stays in its last cell, so that nothing is lost. */
export function fitCells(cells: readonly string[], columns: number, delimiter: string): string[] {
  if (columns === 0 || cells.length <= columns)
    return [...cells, ...Array.from({ length: Math.max(0, columns - cells.length) }, () => '')];
  return [...cells.slice(0, columns - 1), cells.slice(columns - 1).join(delimiter)];
}

/** Spreadsheets write line breaks in cells their own way, and zeros cannot be stored: neither is a correction. */
export const sameCells = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((cell, index) => lines(cell) === lines(b[index] ?? ''));

const lines = (cell: string): string => (cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell);
