import { CsvError, parse } from 'csv-parse/sync';
import { readDate, type DateOrder } from './read-date.ts';
import { unreadableDays, type DaysRead, type NamedDay, type RowProblem } from './named-day.ts';

const DATE_HEADERS = [
  'date',
  'day',
  'datum',
  'fecha',
  'blackout',
  'blackout date',
  'holiday date',
  'start date',
  'observed',
];
const NAME_HEADERS = [
  'name',
  'holiday',
  'holiday name',
  'description',
  'summary',
  'title',
  'subject',
  'reason',
  'label',
];

/**
 * Reads days off from a CSV: a column of dates and, where there is one, a column of names. Without a header the first
 * column that holds a date in the first row is taken. Throws EngineError `blackouts_unreadable` with every bad row.
 */
export function readCsvDays(text: string, order?: DateOrder): DaysRead {
  const rows = parseRows(text);
  const [first] = rows;
  if (!first) throw unreadableDays([], 'The file is empty.');
  const header = first.cells.map((cell) => cell.toLowerCase());
  const named = DATE_HEADERS.map((known) => header.indexOf(known)).find((at) => at >= 0);
  const at = named ?? first.cells.findIndex((cell) => isDateLike(cell));
  if (at < 0) throw unreadableDays([], 'There is no column of dates: name one "date", or write only dates.');
  const nameAt = named === undefined ? (at === 0 ? 1 : 0) : header.findIndex((cell) => NAME_HEADERS.includes(cell));
  const days: NamedDay[] = [];
  const problems: RowProblem[] = [];
  for (const { cells, row } of named === undefined ? rows : rows.slice(1)) {
    const cell = cells[at] ?? '';
    if (cells.every((one) => one === '')) continue;
    const read = readDate(cell, order);
    if ('date' in read) days.push({ date: read.date, name: cells[nameAt] ?? '' });
    else problems.push({ row, message: wordsOf(read.problem, cell) });
  }
  if (problems.length > 0) throw unreadableDays(problems);
  return { days, skipped: [] };
}

const isDateLike = (cell: string): boolean => {
  const read = readDate(cell);
  return 'date' in read || read.problem === 'ambiguous';
};

const wordsOf = (problem: 'ambiguous' | 'unreadable', cell: string): string =>
  problem === 'ambiguous'
    ? `"${cell}" may be day/month or month/day: write YYYY-MM-DD, or say the order (dmy, mdy)`
    : `"${cell}" is no date: write YYYY-MM-DD`;

function parseRows(text: string): { cells: string[]; row: number }[] {
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  try {
    const rows: string[][] = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false, trim: true });
    return rows.map((cells, index) => ({ cells, row: index + 1 }));
  } catch (error) {
    if (error instanceof CsvError) throw unreadableDays([], `The file is no CSV: ${error.message}.`);
    throw error;
  }
}
