export type Cell = string | number | null;

/** A spreadsheet would run these as a formula when the file is opened; an apostrophe makes them text. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d.]+$)/;

function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of CSV (RFC 4180) with its line end. Phone numbers keep their plus; formulas lose their force. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;
