import { createRowChecker, type AcceptedRow, type RowChecker, type Tables } from './check-row.ts';
import { contactLine, phoneLines, problemLines, rowLine, type ListIdentity } from './chunk-text.ts';
import { CsvReader, type CsvRow } from '../reading/csv-rows.ts';
import type { FileLayout } from '../mapping/file-layout.ts';
import { FindingCounter, type Finding, type FindingGroup } from '../findings.ts';
import type { ImportOptions } from '../import-options.ts';
import { LineBuffer } from './line-buffer.ts';
import { SeenPhones } from './seen-phones.ts';
import { decoderOf } from '../reading/text-encoding.ts';

/** Everything that a reader is told, as plain data: it may live in another thread. */
export interface ReadJob extends ListIdentity {
  layout: FileLayout;
  options: ImportOptions;
  /** Rows up to this one are done. */
  afterRow: number;
  /** Rows that somebody corrected: their cells lie elsewhere, and are checked after the file. */
  editedRows: readonly number[];
  /** For times that have passed. */
  nowMs: number;
  purpose: 'contacts' | 'stop';
  /** Rows of a chunk; the first one is small, so that progress shows at once. */
  chunkRows?: number;
  /** The first number of each accepted row is to be told too, where no database can be asked for it. */
  listPhones?: boolean;
}

/** A row that cannot be stored before the database was asked whether its number was here before. */
export interface DoubtfulRow {
  row: AcceptedRow;
  findings: readonly Finding[];
  cells: string[];
}

/** A row that was set aside, looked at again. */
export interface CheckedAgain {
  rowNumber: number;
  accepted?: AcceptedRow;
  findings: readonly Finding[];
  cells: string[];
}

/** Rows of a file, checked and written out for COPY: to be stored whole or not at all. */
export interface CheckedChunk {
  /** The last row of the file before this chunk, and in it. */
  afterRow: number;
  lastRow: number;
  rows: number;
  /** Stored by the texts below; with `doubtful` they are all rows. */
  accepted: number;
  rejected: number;
  bytesRead: number;
  contacts: Uint8Array<ArrayBuffer>;
  phones: Uint8Array<ArrayBuffer>;
  problemRows: Uint8Array<ArrayBuffer>;
  problems: Uint8Array<ArrayBuffer>;
  groups: FindingGroup[];
  doubtful: DoubtfulRow[];
  /** Numbers that belong to one person, where a row has several. */
  people: number[][];
  /** Of a stop list: everyone on it. */
  stops: { rowNumber: number; phones: number[] }[];
  /** With `listPhones`: first numbers of rows that are no doubtful ones. */
  listed?: { phones: number[]; rowNumbers: number[] };
}

/** Rows of the first chunk, so that progress shows at once, and of all others. */
const FIRST_CHUNK_ROWS = 1_000;
const CHUNK_ROWS = 20_000;
/** These are held as objects until they are stored: a list that holds everybody twice must not cost more memory. */
const DOUBTFUL_ROWS = 2_000;

/** Strings of this size die young; larger ones are collected late and dearly. */
const SLICE_BYTES = 64 * 1_024;

/** Reads a list's bytes into checked chunks. Pure: the same bytes give the same chunks, here or in a thread. */
export class ListReader {
  readonly #job: ReadJob;
  readonly #decode: (bytes?: Uint8Array) => string;
  readonly #csv: CsvReader;
  readonly #checker: RowChecker;
  readonly #edited: ReadonlySet<number>;
  readonly #seen = new SeenPhones();
  /** Of appointments: the row that each id was met in. */
  readonly #rowOfId = new Map<string, number>();
  readonly #groups = new FindingCounter();
  #bytesRead = 0;
  #firstDone: boolean;
  #chunk: OpenChunk;
  readonly #contacts = new LineBuffer();
  readonly #phones = new LineBuffer();
  readonly #problemRows = new LineBuffer();
  readonly #problems = new LineBuffer();

  constructor(job: ReadJob, tables: Tables) {
    this.#job = job;
    this.#decode = decoderOf(job.layout.encoding);
    this.#csv = new CsvReader(job.layout.delimiter, job.layout.quote);
    this.#checker = createRowChecker({ ...tables, layout: job.layout, options: job.options, nowMs: job.nowMs });
    this.#edited = new Set(job.editedRows);
    this.#chunk = openChunk(job.afterRow);
    this.#firstDone = job.afterRow > 0;
  }

  /** Numbers that earlier chunks have stored, when a job goes on in the place of another. */
  meet(phones: Float64Array): void {
    for (const phone of phones) this.#seen.meet(phone);
  }

  /** The chunks that are full with these bytes; `null` = the end, which gives the last one (always one, maybe empty). */
  push(bytes: Uint8Array | null): CheckedChunk[] {
    const chunks: CheckedChunk[] = [];
    if (bytes === null) {
      this.#read(this.#decode(), true, chunks);
      chunks.push(this.#close());
      return chunks;
    }
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      const slice = bytes.subarray(at, at + SLICE_BYTES);
      this.#bytesRead += slice.length;
      this.#read(this.#decode(slice), false, chunks);
    }
    return chunks;
  }

  #read(text: string, final: boolean, chunks: CheckedChunk[]): void {
    for (const row of this.#csv.push(text, final)) {
      if (row.number < this.#job.layout.firstDataRow || row.number <= this.#job.afterRow) continue;
      this.#take(row);
      const { rows, doubtful } = this.#chunk;
      const full =
        rows >= (this.#firstDone ? (this.#job.chunkRows ?? CHUNK_ROWS) : FIRST_CHUNK_ROWS) ||
        doubtful.length >= DOUBTFUL_ROWS;
      if (full) chunks.push(this.#close());
    }
  }

  /** Checks rows again that were set aside: all of them doubtful, none of them new to the counts of the file. */
  checkAgain(rows: CsvRow[]): { rows: CheckedAgain[]; notes: FindingGroup[] } {
    const checked = rows.map((row) => {
      const cells = row.cells.slice();
      const { accepted, findings } = this.#checker.check(row);
      return { rowNumber: row.number, ...(accepted ? { accepted } : {}), findings, cells };
    });
    return { rows: checked, notes: this.#checker.takeNotes() };
  }

  #take(row: CsvRow): void {
    const chunk = this.#chunk;
    chunk.rows++;
    chunk.lastRow = row.number;
    if (this.#edited.has(row.number)) {
      chunk.rejected++;
      return;
    }
    // The check cleans the cells in place; what is kept of a row is what came.
    const cells = row.cells.slice();
    const { accepted, findings } = this.#checker.check(row);
    if (accepted === undefined) {
      chunk.rejected++;
      this.#tell(row, cells, findings, 'rejected');
      return;
    }
    if (this.#job.purpose === 'stop') {
      chunk.accepted++;
      chunk.stops.push({ rowNumber: row.number, phones: accepted.phones.map((phone) => phone.digits) });
      return;
    }
    const twice = this.#meetsAgain(accepted);
    if (twice) {
      chunk.rejected++;
      this.#tell(row, cells, [...findings, twice], 'rejected');
      return;
    }
    let doubtful = false;
    for (const phone of accepted.phones) if (this.#seen.meet(phone.digits)) doubtful = true;
    if (doubtful && this.#job.options.duplicates !== 'keep_all') {
      chunk.doubtful.push({ row: accepted, findings, cells });
      return;
    }
    chunk.accepted++;
    if (this.#job.listPhones) {
      chunk.listed.phones.push(accepted.phones[0]?.digits ?? 0);
      chunk.listed.rowNumbers.push(row.number);
    } else {
      this.#contacts.add(contactLine(accepted, this.#job));
    }
    if (accepted.phones.length > 1) {
      this.#phones.add(phoneLines(accepted, this.#job));
      chunk.people.push(accepted.phones.map((phone) => phone.digits));
    }
    if (findings.length > 0) this.#tell(row, cells, findings, 'accepted');
  }

  /** The second of two rows of one appointment would move it: which of them is right, only a person can say. */
  #meetsAgain({ rowNumber, externalId }: AcceptedRow): Finding | undefined {
    if (!this.#job.options.programme || externalId === null) return undefined;
    const first = this.#rowOfId.get(externalId);
    if (first === undefined) this.#rowOfId.set(externalId, rowNumber);
    return first === undefined ? undefined : duplicateId(externalId, first, this.#job.layout);
  }

  #tell(row: CsvRow, cells: string[], findings: readonly Finding[], verdict: 'accepted' | 'rejected'): void {
    const { importId } = this.#job;
    const { number: rowNumber, problem: shape } = row;
    this.#problemRows.add(rowLine(importId, { rowNumber, cells, shape }, verdict));
    this.#problems.add(problemLines(importId, rowNumber, findings));
    for (const finding of findings) this.#groups.add(rowNumber, finding);
  }

  #close(): CheckedChunk {
    const closed = this.#chunk;
    this.#firstDone = true;
    this.#chunk = openChunk(closed.lastRow);
    return {
      ...closed,
      bytesRead: this.#bytesRead,
      contacts: this.#contacts.take(),
      phones: this.#phones.take(),
      problemRows: this.#problemRows.take(),
      problems: this.#problems.take(),
      groups: [...this.#groups.take(), ...this.#checker.takeNotes()],
    };
  }
}

const duplicateId = (externalId: string, first: number, layout: FileLayout): Finding => ({
  severity: 'error',
  code: 'duplicate_external_id',
  column: layout.columns.find((column) => column.use === 'external_id')?.header ?? null,
  value: externalId,
  message: `row ${first} has the same id, and that one counts; expected each appointment once`,
});

interface OpenChunk {
  afterRow: number;
  lastRow: number;
  rows: number;
  accepted: number;
  rejected: number;
  doubtful: DoubtfulRow[];
  people: number[][];
  stops: CheckedChunk['stops'];
  listed: { phones: number[]; rowNumbers: number[] };
}

const openChunk = (afterRow: number): OpenChunk => ({
  afterRow,
  lastRow: afterRow,
  rows: 0,
  accepted: 0,
  rejected: 0,
  doubtful: [],
  people: [],
  stops: [],
  listed: { phones: [], rowNumbers: [] },
});
