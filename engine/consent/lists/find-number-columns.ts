import { looksLikePhone, TELLING_SHARE } from '../../importing/mapping/column-profile.ts';
import { headerSense } from '../../importing/mapping/header-aliases.ts';
import type { CsvRow } from '../../importing/reading/csv-rows.ts';

/** Where a file of numbers has them: in whole, in one column or several, or as area code and the rest. */
export type NumberColumns = {
  /** The first row that is no header. */
  firstRow: number;
} & ({ form: 'whole'; indexes: readonly number[] } | { form: 'split'; area: number; local: number });

const AREA = /^\d{3}$/;
const LOCAL = /^\d{3}[ .-]?\d{4}$/;

/**
 * Finds the numbers in the first rows of a file; undefined = no column has any. Area code and seven digits in two
 * columns is how the registry of the United States hands its files out, and always North American.
 */
export function findNumberColumns(rows: readonly CsvRow[], country: string | undefined): NumberColumns | undefined {
  const [first, ...others] = rows;
  if (!first) return undefined;
  const below = others.length === 0 ? rows : others;
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const all = Array.from({ length: width }, (_, index) => index);
  const share = (fits: (row: CsvRow) => boolean): number => below.filter(fits).length / below.length;
  const cellOf = (row: CsvRow, index: number): string => (row.cells[index] ?? '').trim();

  const isSplit = (row: CsvRow, area: number): boolean =>
    AREA.test(cellOf(row, area)) && LOCAL.test(cellOf(row, area + 1));
  const area = all.find((index) => share((row) => isSplit(row, index)) >= TELLING_SHARE);
  if (area !== undefined) {
    const firstRow = isSplit(first, area) ? first.number : (others[0]?.number ?? first.number);
    return { form: 'split', area, local: area + 1, firstRow };
  }

  const named = all.filter((index) => headerSense(cellOf(first, index))?.phone !== undefined);
  if (named.length > 0) return { form: 'whole', indexes: named, firstRow: first.number + 1 };
  const full = all.filter(
    (index) => width === 1 || share((row) => looksLikePhone(cellOf(row, index), country)) >= TELLING_SHARE,
  );
  if (full.length === 0) return undefined;
  // A row with hardly a digit is a header in words that nobody knows; anything else is told when it is no number.
  const isHeader = full.every((index) => cellOf(first, index).replace(/\D/g, '').length < 3);
  return { form: 'whole', indexes: full, firstRow: isHeader ? first.number + 1 : first.number };
}
