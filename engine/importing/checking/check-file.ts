import type { Tables } from './check-row.ts';
import { findLayout, type FileLayout } from '../mapping/file-layout.ts';
import { FindingCounter, type FindingGroup } from '../findings.ts';
import { checkImportOptions, type ImportOptions } from '../import-options.ts';
import { inspectBytes } from '../receiving/inspect-bytes.ts';
import { ListReader, type CheckedChunk } from './list-reader.ts';
import { readPieces } from '../reading/read-pieces.ts';
import { settle, type KnownNumber } from '../storing/settle-doubtful.ts';
import { EncodingWatch } from '../reading/text-encoding.ts';

export interface FileCheck {
  layout: FileLayout;
  rows: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  groups: FindingGroup[];
}

/**
 * Checks a list where it lies, without a server, by the very parser and checks of the import. What only a database
 * knows is not looked at: who said no, and who is in another campaign. `read` gives the file from its beginning, and
 * is called three times: for the encoding, the layout, and the rows.
 * Throws ImportFailure for a file that nobody could read, EngineError for options and files that are no lists.
 */
export async function checkFile(
  input: Tables & {
    read: () => AsyncIterable<Uint8Array>;
    options: ImportOptions;
    nowMs: number;
    onProgress?: (rows: number, bytes: number) => void;
  },
): Promise<FileCheck> {
  const { read, options, zones } = input;
  checkImportOptions(options, zones);
  const watch = new EncodingWatch();
  for await (const bytes of inspectBytes(read(), watch, Infinity)) void bytes;
  const files = { read: (): AsyncIterable<Buffer> => asBuffers(read()) };
  const { layout } = await findLayout({ files, zones }, { path: '', encoding: watch.result() }, options);
  const reader = new ListReader(
    {
      importId: '',
      firstContactId: 0,
      layout,
      options,
      afterRow: 0,
      editedRows: [],
      nowMs: input.nowMs,
      purpose: 'contacts',
      listPhones: true,
    },
    input,
  );
  const tally = new Tally(options, layout);
  const take = (chunks: readonly CheckedChunk[]): void => {
    for (const chunk of chunks) {
      tally.add(chunk);
      input.onProgress?.(tally.rows, chunk.bytesRead);
    }
  };
  for await (const piece of readPieces(read())) take(reader.push(piece));
  take(reader.push(null));
  return { layout, ...tally.result() };
}

async function* asBuffers(source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const bytes of source) yield Buffer.from(bytes);
}

/** Counts chunks and settles duplicates as the database would. */
class Tally {
  rows = 0;
  #accepted = 0;
  #rejected = 0;
  #duplicates = 0;
  readonly #rowOfFirst = new Map<number, number>();
  readonly #rowOfFurther = new Map<number, number>();
  readonly #furtherOfRow = new Map<number, number[]>();
  readonly #groups = new Map<string, FindingGroup>();
  readonly #keepLast: boolean;
  readonly #phoneHeader: string;

  constructor({ duplicates }: ImportOptions, layout: FileLayout) {
    this.#keepLast = duplicates === 'keep_last';
    this.#phoneHeader = layout.columns.find((column) => column.use === 'phone')?.header ?? '';
  }

  add(chunk: CheckedChunk): void {
    this.rows += chunk.rows;
    this.#rejected += chunk.rejected;
    this.#addGroups(chunk.groups);
    const { phones, rowNumbers } = chunk.listed ?? { phones: [], rowNumbers: [] };
    for (const [at, phone] of phones.entries()) this.#rowOfFirst.set(phone, rowNumbers[at] ?? 0);
    for (const person of chunk.people) this.#remember(this.#rowOfFirst.get(person[0] ?? 0) ?? 0, person);
    const known = chunk.doubtful.flatMap(({ row }) => row.phones.flatMap(({ digits }) => this.#known(digits)));
    const input = { doubtful: chunk.doubtful, keepLast: this.#keepLast, phoneHeader: this.#phoneHeader };
    const { accepted, duplicates, displaced } = settle(input, known);
    this.#accepted += chunk.accepted + accepted.length - displaced.length;
    this.#duplicates += duplicates.length + displaced.length;
    const counter = new FindingCounter();
    for (const { rowNumber, finding } of [...duplicates, ...displaced]) counter.add(rowNumber, finding);
    for (const { rowNumber } of displaced) this.#forget(rowNumber);
    for (const { row, findings } of accepted) {
      for (const finding of findings) counter.add(row.rowNumber, finding);
      this.#remember(
        row.rowNumber,
        row.phones.map(({ digits }) => digits),
      );
    }
    this.#addGroups(counter.take());
  }

  result(): Omit<FileCheck, 'layout'> {
    const groups = [...this.#groups.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
    return {
      rows: this.rows,
      accepted: this.#accepted,
      rejected: this.#rejected,
      duplicates: this.#duplicates,
      groups,
    };
  }

  #known(phone: number): KnownNumber[] {
    const first = this.#rowOfFirst.get(phone);
    const further = this.#rowOfFurther.get(phone);
    return [
      ...(first === undefined ? [] : [{ phone, rowNumber: first, first: true }]),
      ...(further === undefined ? [] : [{ phone, rowNumber: further, first: false }]),
    ];
  }

  #remember(rowNumber: number, [first = 0, ...further]: readonly number[]): void {
    this.#rowOfFirst.set(first, rowNumber);
    if (further.length === 0) return;
    this.#furtherOfRow.set(rowNumber, further);
    for (const phone of further) this.#rowOfFurther.set(phone, rowNumber);
  }

  /** Its first number has another row now; its further ones have none. */
  #forget(rowNumber: number): void {
    for (const phone of this.#furtherOfRow.get(rowNumber) ?? []) {
      if (this.#rowOfFurther.get(phone) === rowNumber) this.#rowOfFurther.delete(phone);
    }
    this.#furtherOfRow.delete(rowNumber);
  }

  #addGroups(groups: readonly FindingGroup[]): void {
    for (const group of groups) {
      const key = [group.severity, group.code, group.column, group.fix].join('\0');
      const known = this.#groups.get(key);
      if (!known) this.#groups.set(key, { ...group, examples: [...group.examples] });
      else {
        known.count += group.count;
        known.examples = [...known.examples, ...group.examples].slice(0, 3);
      }
    }
  }
}
