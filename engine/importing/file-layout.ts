import { parsePhone } from '../../domain/phone.ts';
import type { FileStore } from '../deps.ts';
import { chooseColumns, type ColumnPlan } from './choose-columns.ts';
import { CsvReader, type CsvRow } from './csv-rows.ts';
import { columnKey, variableName } from './header-aliases.ts';
import { refuseFile } from './import-failure.ts';
import type { ImportOptions } from './import-options.ts';
import { sniffDelimiter } from './sniff-delimiter.ts';
import { decodeText, isEncoding, storable, type EncodingName } from './text-encoding.ts';

/** How a stored file is read: found once from its beginning and the options, the same for preview and import. */
export interface FileLayout {
  encoding: EncodingName;
  encodingReason: string;
  delimiter: string;
  delimiterReason: string;
  hasHeader: boolean;
  headerReason: string;
  header: string[];
  columns: ColumnPlan[];
  /** The first row that is a contact. */
  firstDataRow: number;
}

export interface StoredFile {
  path: string;
  /** What the upload found out about its bytes. */
  encoding: { encoding: string; reason: string };
}

const SAMPLE_CHARACTERS = 256 * 1_024;
const SAMPLE_ROWS = 200;

/** Reads the beginning of a file and decides how to read it. Throws ImportFailure when nobody could. */
export async function findLayout(
  files: Pick<FileStore, 'read'>,
  file: StoredFile,
  options: ImportOptions,
): Promise<{ layout: FileLayout; sample: CsvRow[] }> {
  const told = options.encoding ?? file.encoding.encoding;
  const encoding = isEncoding(told) ? told : 'utf-8';
  let text = '';
  for await (const piece of decodeText(files.read(file.path), encoding)) {
    text += piece.text;
    if (text.length >= SAMPLE_CHARACTERS) break;
  }
  const whole = text.length < SAMPLE_CHARACTERS;
  const sniffed = sniffDelimiter(text);
  const delimiter = options.delimiter ?? sniffed.delimiter;
  const rows = new CsvReader(delimiter).push(text, whole).slice(0, SAMPLE_ROWS + 1);
  const [first, ...others] = rows;
  if (!first)
    throw refuseFile('no_rows', 'The file has no rows.', 'Upload a list with a header and one row per contact.');
  if (first.problem !== undefined && options.hasHeader !== false) {
    throw refuseFile(
      'bad_header',
      `The header (line ${first.line}) has a quote that is not closed, or text after one.`,
      'Export the list again.',
    );
  }
  const found = findHeader(first, options);
  const sample = found.hasHeader ? others : rows;
  const layout: FileLayout = {
    encoding,
    encodingReason: options.encoding === undefined ? file.encoding.reason : 'as told',
    delimiter,
    delimiterReason: options.delimiter === undefined ? sniffed.reason : 'as told',
    ...found,
    columns: chooseColumns({ header: found.header, sample: sample.map((row) => row.cells), options }),
    firstDataRow: found.hasHeader ? first.number + 1 : first.number,
  };
  refuseMissingColumns(layout, options);
  return { layout, sample };
}

/** A list of bare numbers has no header: taking its first row for one would lose a person. */
function findHeader(first: CsvRow, options: ImportOptions): Pick<FileLayout, 'hasHeader' | 'headerReason' | 'header'> {
  const phone = first.cells.some((cell) => parsePhone(cell, options.defaultCountry).ok);
  const hasHeader = options.hasHeader ?? !phone;
  const names = first.cells.map((cell, index) => storable(cell.trim()) || `column ${index + 1}`);
  if (!hasHeader) {
    const headerReason = options.hasHeader === undefined ? 'the first row holds a phone number' : 'as told';
    return { hasHeader, headerReason, header: names.map((_, index) => `column ${index + 1}`) };
  }
  return { hasHeader, headerReason: options.hasHeader === undefined ? 'the first row' : 'as told', header: names };
}

function refuseMissingColumns(layout: FileLayout, options: ImportOptions): void {
  const has = (name: string): boolean =>
    layout.columns.some(
      (column) => column.variable === name || column.use === name || column.variable === variableName(name),
    );
  const missing = (options.requiredVariables ?? []).filter((name) => !has(name));
  if (missing.length === 0) return;
  const names = missing.join(', ');
  const near = layout.header.filter((name) =>
    missing.some((wanted) => columnKey(name).startsWith(columnKey(wanted).slice(0, 4))),
  );
  throw refuseFile(
    'missing_columns',
    `The texts need ${names}, and no column gives it. Columns: ${layout.header.join(', ')}.`,
    `Add the column${near.length > 0 ? ` (did you mean ${near.join(', ')}?)` : ''}, or give the text a fallback: {{ ${missing[0]} | default: "there" }}.`,
  );
}
