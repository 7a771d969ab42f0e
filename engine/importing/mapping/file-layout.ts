import type { ZoneTable } from '../../../domain/zone-table.ts';
import type { FileStore } from '../../deps.ts';
import { chooseColumns, type ColumnPlan, type LayoutQuestion } from './choose-columns.ts';
import { withEvidence } from './column-evidence.ts';
import { profileColumns, type ColumnProfile } from './column-profile.ts';
import { CsvReader, type CsvRow, type Quote } from '../reading/csv-rows.ts';
import { findHeader } from '../reading/find-header.ts';
import { refuseFile } from '../import-failure.ts';
import type { ImportOptions } from '../import-options.ts';
import { missingColumns } from './missing-columns.ts';
import { sniffDelimiter, sniffQuote } from '../reading/sniff-delimiter.ts';
import { decodeText, isEncoding, type EncodingName, type Sureness } from '../reading/text-encoding.ts';

/** How a stored file is read: found once from its beginning and the options, the same for preview and import. Plain JSON. */
export interface FileLayout {
  encoding: EncodingName;
  encodingReason: string;
  encodingSure: Sureness;
  encodingAlternatives: EncodingName[];
  delimiter: string;
  delimiterReason: string;
  delimiterSure: Sureness;
  quote: Quote;
  quoteReason: string;
  quoteSure: Sureness;
  hasHeader: boolean;
  headerReason: string;
  headerSure: Sureness;
  header: string[];
  /** The first row that is a contact. */
  firstDataRow: number;
  columns: ColumnPlan[];
}

export interface StoredFile {
  path: string;
  /** Of the whole file, where it is known. */
  bytes?: number;
  /** What the upload found out about its bytes. */
  encoding: { encoding: string; reason: string; sure?: string; alternatives?: readonly string[] };
}

/** A layout with what a person wants to know beside it. */
export interface ReadLayout {
  layout: FileLayout;
  /** The first rows after the header. */
  sample: CsvRow[];
  profile: ColumnProfile[];
  questions: LayoutQuestion[];
  rowCount: RowCount;
}

/** How many contacts are in the file, as far as its beginning tells. */
export interface RowCount {
  rows: number;
  /** False = estimated: only the beginning was read. */
  exact: boolean;
}

export interface LayoutDeps {
  files: Pick<FileStore, 'read'>;
  zones: Pick<ZoneTable, 'has'>;
}

const SAMPLE_CHARACTERS = 256 * 1_024;
const SAMPLE_ROWS = 200;

/**
 * Reads the beginning of a file and decides how to read it. Throws ImportFailure when nobody could, and when a person
 * has to say something first: `ambiguous_phone_column`, `no_phone_column`, `unknown_column`, `ambiguous_column`,
 * `missing_columns`, and what readLayout throws.
 */
export async function findLayout(deps: LayoutDeps, file: StoredFile, options: ImportOptions): Promise<ReadLayout> {
  const read = await readLayout(deps, file, options);
  const first = read.questions.find((question) => question.blocking);
  if (first) throw refuseFile(first.code, first.message, first.repair);
  return read;
}

/** As findLayout, with what has to be said as questions. Throws ImportFailure `no_rows`, `header_only`, `bad_header`. */
export async function readLayout(deps: LayoutDeps, file: StoredFile, options: ImportOptions): Promise<ReadLayout> {
  const { encoding, text, whole, bytesRead, ...encodingFound } = await readStart(deps.files, file, options);
  const firstGuess = sniffDelimiter(text, options.quote);
  const quoteFound = sniffQuote(text, options.delimiter ?? firstGuess.delimiter);
  const quote = options.quote ?? quoteFound.quote;
  const sniffed = quote === '"' ? firstGuess : sniffDelimiter(text, quote);
  const delimiter = options.delimiter ?? sniffed.delimiter;
  const all = new CsvReader(delimiter, quote).push(text, whole);
  const rows = all.slice(0, SAMPLE_ROWS + 1);
  if (rows.length === 0)
    throw refuseFile('no_rows', 'The file has no rows.', 'Upload a list with a header and one row per contact.');
  const { titles, ...found } = findHeader(rows, options);
  const [first, ...others] = rows.slice(titles);
  if (!first) throw new Error('there are rows below the titles');
  if (first.problem !== undefined && found.hasHeader) {
    throw refuseFile(
      'bad_header',
      `The header (line ${first.line}) has a quote that is not closed, or text after one.`,
      'Export the list again.',
    );
  }
  const sample = found.hasHeader ? others : rows;
  if (sample.length === 0 && whole) {
    throw refuseFile(
      'header_only',
      `The file has a header (${found.header.join(', ')}) and no row below it.`,
      'Upload a list with one row per contact; if the first row is a contact, say that there is no header.',
    );
  }
  const cells = sample.filter((row) => row.problem === undefined).map((row) => row.cells);
  const { defaultCountry } = options;
  const profile = profileColumns(cells, found.header.length, { zones: deps.zones, defaultCountry });
  const chosen = chooseColumns({ header: found.header, profile, options });
  const missing = missingColumns(found.header, chosen.columns, options.requiredVariables ?? []);
  const layout: FileLayout = {
    encoding,
    ...encodingFound,
    delimiter,
    delimiterReason: options.delimiter === undefined ? sniffed.reason : 'as told',
    delimiterSure: options.delimiter === undefined ? sniffed.sure : 'certain',
    quote,
    quoteReason: options.quote === undefined ? quoteFound.reason : 'as told',
    quoteSure: options.quote === undefined ? quoteFound.sure : 'certain',
    ...found,
    firstDataRow: found.hasHeader ? first.number + 1 : first.number,
    columns: withEvidence(chosen.columns, cells, profile, defaultCountry),
  };
  const above = titles + (found.hasHeader ? 1 : 0);
  const rowCount = whole
    ? { rows: all.length - above, exact: true }
    : {
        rows: Math.round(((all.length - above) * Math.max(file.bytes ?? bytesRead, bytesRead)) / bytesRead),
        exact: false,
      };
  return { layout, sample, profile, questions: [...chosen.questions, ...missing], rowCount };
}

type ReadStart = Pick<FileLayout, 'encoding' | 'encodingReason' | 'encodingSure' | 'encodingAlternatives'> & {
  text: string;
  /** That make up the text. */
  bytesRead: number;
  /** It is the whole file. */
  whole: boolean;
};

async function readStart(
  files: LayoutDeps['files'],
  { path, encoding: guess }: StoredFile,
  options: ImportOptions,
): Promise<ReadStart> {
  const told = options.encoding ?? guess.encoding;
  const encoding = isEncoding(told) ? told : 'utf-8';
  let text = '';
  let bytesRead = 0;
  for await (const piece of decodeText(files.read(path), encoding)) {
    text += piece.text;
    bytesRead = piece.bytesRead;
    if (text.length >= SAMPLE_CHARACTERS) break;
  }
  const others = [guess.encoding, ...(guess.alternatives ?? [])].filter(isEncoding);
  const encodingAlternatives = [...new Set(others)].filter((other) => other !== encoding);
  const found = options.encoding === undefined;
  const reason = found ? guess.reason : 'as told';
  // What no encoding writes on purpose: characters that cannot be read, and control characters of the years before Unicode.
  const odd = text.match(/[\uFFFD\u0080-\u009F]/gu)?.length ?? 0;
  return {
    encoding,
    encodingReason: odd === 0 ? reason : `${reason}; ${odd} characters near the beginning cannot be read in it`,
    encodingSure: odd > 0 ? 'doubtful' : found ? surenessOf(guess.sure) : 'certain',
    encodingAlternatives,
    text,
    bytesRead,
    whole: text.length < SAMPLE_CHARACTERS,
  };
}

const surenessOf = (text: string | undefined): Sureness =>
  text === 'certain' || text === 'likely' ? text : 'doubtful';
