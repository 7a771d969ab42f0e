import { createHash } from 'node:crypto';
import { parsePhone } from '../../../domain/phone.ts';
import type { ReadPhone, RefusedPhone } from '../../../domain/phone-result.ts';
import { EngineError } from '../../error.ts';
import { CsvReader, type CsvRow } from '../../importing/reading/csv-rows.ts';
import { sniffDelimiter, sniffQuote } from '../../importing/reading/sniff-delimiter.ts';
import { decoderOf, EncodingWatch, storable } from '../../importing/reading/text-encoding.ts';
import { inspectBytes } from '../../importing/receiving/inspect-bytes.ts';
import { findNumberColumns, type NumberColumns } from './find-number-columns.ts';

/** A row of which a number could not be read. */
export interface RejectedRow {
  row: number;
  value: string;
  why: string;
}

export interface ReadNumbers {
  rowsRead: number;
  rowsRejected: number;
  /** The first of them. */
  rejected: RejectedRow[];
  /** Numbers that were damaged by a spreadsheet. */
  repaired: number;
  sha256: string;
}

const SAMPLE_BYTES = 128 * 1_024;
const SAMPLE_ROWS = 200;
const SHOWN_REJECTED = 20;
const SHOWN_CHARACTERS = 100;
const BATCH = 20_000;
const LF = 10;
const AREA_AND_LOCAL = /^\d{3},\d{3}[ .-]?\d{4}$/;

/** How a file is read, once its beginning has told. */
interface OpenFile {
  decode: (bytes?: Uint8Array) => string;
  csv: CsvReader;
  columns: NumberColumns;
}

/**
 * Reads the numbers of a file of any size in bounded memory, in the forms in which registries hand them out: CSV or
 * text, with a header or without, national or international, area code and number apart. `store` gets them in the
 * order of the file, a line each, and the file waits for it. Throws EngineError `file_empty`, `file_too_large`,
 * `file_is_spreadsheet`, `file_is_compressed`, `file_is_binary`, `no_number_column`.
 */
export async function readListNumbers(
  file: { bytes: AsyncIterable<Uint8Array>; country: string | undefined; maxBytes: number },
  store: (lines: Uint8Array) => Promise<void>,
): Promise<ReadNumbers> {
  const hash = createHash('sha256');
  const reader = new NumberReader(file.country);
  for await (const bytes of inspectBytes(file.bytes, new EncodingWatch(), file.maxBytes)) {
    hash.update(bytes);
    reader.push(bytes);
    if (reader.waiting >= BATCH) await store(reader.take());
  }
  reader.end();
  if (reader.waiting > 0) await store(reader.take());
  const { rowsRead, rowsRejected, rejected, repaired } = reader;
  return { rowsRead, rowsRejected, rejected, repaired, sha256: hash.digest('hex') };
}

class NumberReader {
  rowsRead = 0;
  rowsRejected = 0;
  repaired = 0;
  readonly rejected: RejectedRow[] = [];
  /** Numbers that are read and not taken yet. */
  waiting = 0;
  #lines = '';
  readonly #country: string | undefined;
  /** The beginning, until there is enough of it to tell how the file is to be read. */
  #beginning: Uint8Array[] = [];
  #beginningBytes = 0;
  #open: OpenFile | undefined;

  constructor(country: string | undefined) {
    this.#country = country;
  }

  push(bytes: Uint8Array): void {
    if (this.#open) {
      this.#read(this.#open, this.#open.decode(bytes), false);
      return;
    }
    this.#beginning.push(Uint8Array.from(bytes));
    this.#beginningBytes += bytes.length;
    if (this.#beginningBytes >= SAMPLE_BYTES) this.#begin();
  }

  end(): void {
    const open = this.#open ?? this.#begin();
    this.#read(open, open.decode(), true);
  }

  take(): Uint8Array {
    const lines = Buffer.from(this.#lines, 'latin1');
    this.#lines = '';
    this.waiting = 0;
    return lines;
  }

  #begin(): OpenFile {
    const beginning = Buffer.concat(this.#beginning);
    this.#beginning = [];
    // Cut at a line: half a character would look like another encoding.
    const sample = beginning.subarray(0, beginning.lastIndexOf(LF) + 1 || beginning.length);
    const watch = new EncodingWatch();
    watch.push(sample);
    const { encoding } = watch.result();
    const text = decoderOf(encoding)(sample);
    const { delimiter } = sniffDelimiter(text);
    const { quote } = sniffQuote(text, delimiter);
    const rows = new CsvReader(delimiter, quote).push(text, true).slice(0, SAMPLE_ROWS);
    const columns = findNumberColumns(rows, this.#country);
    if (!columns) {
      throw new EngineError('invalid', 'no_number_column', 'No column of this file holds phone numbers.', {
        repair: 'Name the column "phone" in a header, and give the country where the numbers are national.',
      });
    }
    const open = { decode: decoderOf(encoding), csv: new CsvReader(delimiter, quote), columns };
    this.#open = open;
    this.#read(open, open.decode(beginning), false);
    return open;
  }

  #read({ csv, columns }: OpenFile, text: string, final: boolean): void {
    for (const row of csv.push(text, final)) {
      if (row.number < columns.firstRow) continue;
      this.rowsRead++;
      if (columns.form === 'whole') this.#takeWhole(row, columns.indexes);
      else this.#takeSplit(row, columns);
    }
  }

  #takeWhole(row: CsvRow, indexes: readonly number[]): void {
    let refused: [string, RefusedPhone] | undefined;
    let taken = 0;
    for (const index of indexes) {
      const value = row.cells[index] ?? '';
      if (value === '' && indexes.length > 1) continue;
      const parsed = this.#parse(value);
      if (parsed.ok) {
        this.#give(parsed.digits);
        taken++;
      } else refused = [value, parsed];
    }
    if (refused) this.#reject(row.number, refused[0], refused[1].message);
    else if (taken === 0) this.#reject(row.number, '', 'there is no phone number');
  }

  #takeSplit(row: CsvRow, { area, local }: { area: number; local: number }): void {
    const first = row.cells[area]?.trim() ?? '';
    const second = row.cells[local]?.trim() ?? '';
    const parsed = AREA_AND_LOCAL.test(`${first},${second}`)
      ? this.#parse(`+1${first}${second}`)
      : { ok: false as const, message: 'not an area code and seven digits' };
    if (parsed.ok) this.#give(parsed.digits);
    else this.#reject(row.number, `${first},${second}`, parsed.message);
  }

  /**
   * Damage that an import would ask about is repaired here without a question: a number too many on such a list costs
   * a call, one too few calls somebody who said no.
   */
  #parse(value: string): ReadPhone | RefusedPhone {
    const text = value.length > SHOWN_CHARACTERS ? value.slice(0, SHOWN_CHARACTERS) : value;
    const parsed = parsePhone(text, this.#country);
    if (parsed.ok || parsed.suggested === undefined) return parsed;
    const repaired = parsePhone(parsed.suggested);
    if (repaired.ok) this.repaired++;
    return repaired.ok ? repaired : parsed;
  }

  #give(digits: number): void {
    this.#lines += `${digits}\n`;
    this.waiting++;
  }

  #reject(row: number, value: string, why: string): void {
    this.rowsRejected++;
    if (this.rejected.length >= SHOWN_REJECTED) return;
    this.rejected.push({ row, value: storable(value.trim().slice(0, SHOWN_CHARACTERS)), why });
  }
}
