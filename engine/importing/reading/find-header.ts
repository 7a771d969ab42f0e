import { looksLikeDate, looksLikeEmail, looksLikePhone } from '../mapping/column-profile.ts';
import type { CsvRow } from './csv-rows.ts';
import { headerSense, isDateHeader, isEmailHeader, isPostcodeHeader } from '../mapping/header-aliases.ts';
import type { ImportOptions } from '../import-options.ts';
import { countTitles } from './sniff-delimiter.ts';
import { storable, type Sureness } from './text-encoding.ts';

export interface FoundHeader {
  hasHeader: boolean;
  headerReason: string;
  headerSure: Sureness;
  header: string[];
  /** Titles above the header: rows that are no contacts. */
  titles: number;
}

/**
 * Judges whether the first row names the columns. Taking a contact for a header would lose a person; titles above the
 * header ("Export of 3 March") are stepped over only when nothing in them looks like data.
 */
export function findHeader(rows: readonly CsvRow[], options: ImportOptions): FoundHeader {
  const { defaultCountry } = options;
  const titles = options.hasHeader === false ? 0 : titlesAbove(rows, defaultCountry);
  const [first, ...others] = rows.slice(titles);
  const cells = (first?.cells ?? []).map((cell) => storable(cell.trim()));
  const judged = judge(cells, others, defaultCountry);
  if (titles > 0) {
    judged.headerReason = `row ${first?.number ?? 1}; what is above it is left out`;
    judged.headerSure = 'doubtful';
  }
  const hasHeader = options.hasHeader ?? judged.hasHeader;
  const header = cells.map((name, index) => (hasHeader && name !== '' ? name : `column ${index + 1}`));
  if (options.hasHeader === undefined) return { ...judged, header, titles };
  return { hasHeader, headerReason: 'as told', headerSure: 'certain', header, titles };
}

/** How many rows are above a header; 0 when one of them may be a contact or the header itself. */
function titlesAbove(rows: readonly CsvRow[], country: string | undefined): number {
  const count = countTitles(rows);
  const cells = rows.slice(0, count).flatMap((row) => row.cells);
  if (cells.some((cell) => looksLikeData(cell, country) || isKnownHeader(cell))) return 0;
  return judge(rows[count]?.cells ?? [], rows.slice(count + 1), country).hasHeader ? count : 0;
}

function judge(
  first: readonly string[],
  others: readonly CsvRow[],
  country: string | undefined,
): Pick<FoundHeader, 'hasHeader' | 'headerReason' | 'headerSure'> {
  const data = first.find((cell) => looksLikeData(cell, country));
  const known = first.filter((cell) => isKnownHeader(cell)).length;
  if (data !== undefined && known <= 1) {
    const what = looksLikePhone(data, country)
      ? 'a phone number'
      : looksLikeEmail(data)
        ? 'an e-mail address'
        : 'a date';
    return {
      hasHeader: false,
      headerReason: `the first row holds ${what}`,
      headerSure: known === 0 ? 'certain' : 'doubtful',
    };
  }
  if (known > 0) {
    return { hasHeader: true, headerReason: 'the first row has names of columns', headerSure: 'certain' };
  }
  // A name above what is plainly data: no value of the column is as empty of digits as its name.
  const dataBelow = first.some((_, index) => others.some((row) => looksLikeData(row.cells[index] ?? '', country)));
  return dataBelow
    ? { hasHeader: true, headerReason: 'the first row has only words, and data is below it', headerSure: 'likely' }
    : { hasHeader: true, headerReason: 'the first row, although no name in it is known', headerSure: 'doubtful' };
}

const looksLikeData = (cell: string, country: string | undefined): boolean =>
  looksLikePhone(cell.trim(), country) || looksLikeEmail(cell.trim()) || looksLikeDate(cell.trim());

const isKnownHeader = (cell: string): boolean =>
  headerSense(cell) !== undefined || isDateHeader(cell) || isEmailHeader(cell) || isPostcodeHeader(cell);
