import { DELIMITERS } from '../reading/sniff-delimiter.ts';
import type { FileStore } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { CsvReader, type CsvRow } from '../reading/csv-rows.ts';
import { unsafeCell } from './reject-cells.ts';
import { decodeText, type EncodingName, storable } from '../reading/text-encoding.ts';

export type UnreadableReason = 'no_row_number' | 'damaged' | 'too_many_cells';

/** A line of a reject file that came back. */
export interface CorrectedRow {
  /** Its row in the reject file. */
  fileRow: number;
  /** Row of the original file. */
  rowNumber: number | null;
  /** In the order of the original columns. */
  cells: string[];
  unreadable?: UnreadableReason;
}

const SAMPLE_CHARACTERS = 64 * 1_024;
const MESSAGE = 'error_message';
const CODE = 'error_code';

/**
 * Reads a corrected reject file: columns may have been moved, others added, and cells are as they were before they
 * were made safe. Throws EngineError `no_reject_file`, `reject_columns_missing`.
 */
export async function* readRejectFile(
  files: Pick<FileStore, 'read'>,
  file: { path: string; encoding: EncodingName; header: readonly string[]; delimiter: string },
): AsyncIterable<CorrectedRow[]> {
  let waiting = '';
  let reader: CsvReader | undefined;
  let places: Places | undefined;
  const read = (text: string, final: boolean): CorrectedRow[] => {
    waiting += text;
    if (!reader && !final && waiting.length < SAMPLE_CHARACTERS) return [];
    reader ??= new CsvReader(delimiterOf(waiting, file.delimiter));
    const rows = reader.push(waiting, final);
    waiting = '';
    const corrected: CorrectedRow[] = [];
    for (const row of rows) {
      if (places) corrected.push(correctedRow(row, places));
      else places = findPlaces(row, file.header);
    }
    return corrected;
  };
  for await (const { text } of decodeText(files.read(file.path), file.encoding)) yield read(text, false);
  const last = read('', true);
  if (!places) throw noRejectFile();
  yield last;
}

interface Places {
  /** For each original column, where it stands in this file. */
  columns: number[];
  message: number;
  width: number;
}

/** The delimiter by which the header names our columns: a spreadsheet may have saved it with another. */
function delimiterOf(sample: string, original: string): string {
  const header = (delimiter: string): string[] => new CsvReader(delimiter).push(sample, true)[0]?.cells ?? [];
  const found = [original, ...DELIMITERS].find((delimiter) =>
    header(delimiter).some((cell) => cell.trim() === MESSAGE),
  );
  if (found === undefined) throw noRejectFile();
  return found;
}

function findPlaces({ cells }: CsvRow, header: readonly string[]): Places {
  const names = cells.map((cell) => unsafeCell(cell.trim()));
  const message = names.lastIndexOf(MESSAGE);
  if (message < 0 || !names.includes(CODE)) throw noRejectFile();
  const used = new Set<number>();
  const missing: string[] = [];
  const columns = header.map((name) => {
    const place = names.findIndex((candidate, index) => !used.has(index) && storable(candidate) === name);
    if (place < 0) missing.push(name);
    used.add(place);
    return place;
  });
  if (missing.length === 0) return { columns, message, width: cells.length };
  throw new EngineError(
    'invalid',
    'reject_columns_missing',
    `This file lacks columns of the list: ${missing.join(', ')}.`,
    {
      repair: 'Keep the columns of the reject file as they are; correct only the cells.',
      details: { missing },
    },
  );
}

function correctedRow(row: CsvRow, { columns, message, width }: Places): CorrectedRow {
  const number = /^\s*row (\d{1,8})\b/i.exec(row.cells[message] ?? '')?.[1];
  const excess = row.cells.slice(width).some((cell) => cell.trim() !== '');
  const unreadable =
    row.problem !== undefined
      ? 'damaged'
      : excess
        ? 'too_many_cells'
        : number === undefined
          ? 'no_row_number'
          : undefined;
  return {
    fileRow: row.number,
    rowNumber: number === undefined ? null : Number(number),
    cells: columns.map((place) => storable(unsafeCell(row.cells[place] ?? ''))),
    ...(unreadable ? { unreadable } : {}),
  };
}

const noRejectFile = (): EngineError =>
  new EngineError('invalid', 'no_reject_file', 'This is not a reject file: error_code and error_message are missing.', {
    repair: 'Download the reject file of this import, correct its cells, and keep its columns.',
  });
