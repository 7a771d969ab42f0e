import type { ZoneTable } from '../../domain/zone-table.ts';
import { refuseBinary } from './refuse-binary.ts';
import type { AcceptedRow } from './check-row.ts';
import { findLayout, type FileLayout } from './file-layout.ts';
import { FindingCounter, type FindingGroup } from './findings.ts';
import { checkImportOptions, type ImportOptions } from './import-options.ts';
import { ListReader, type CheckedChunk } from './list-reader.ts';
import { readPieces } from './read-pieces.ts';
import { EncodingWatch } from './text-encoding.ts';

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
export async function checkFile(input: {
  read: () => AsyncIterable<Uint8Array>;
  options: ImportOptions;
  zones: ZoneTable;
  zonesOfPhone: (digits: number) => readonly string[];
  nowMs: number;
  onProgress?: (rows: number, bytes: number) => void;
}): Promise<FileCheck> {
  const { read, options, zones } = input;
  checkImportOptions(options, zones);
  const watch = new EncodingWatch();
  let start = Buffer.alloc(0);
  for await (const bytes of read()) {
    watch.push(bytes);
    if (start.length < 4_096) start = Buffer.concat([start, bytes.subarray(0, 4_096)]);
  }
  refuseBinary(start, watch.utf16() !== undefined);
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
  readonly #rowOfPhone = new Map<number, number>();
  readonly #groups = new Map<string, FindingGroup>();
  readonly #options: ImportOptions;
  readonly #phoneHeader: string;

  constructor(options: ImportOptions, layout: FileLayout) {
    this.#options = options;
    this.#phoneHeader = layout.columns.find((column) => column.use === 'phone')?.header ?? '';
  }

  add(chunk: CheckedChunk): void {
    this.rows += chunk.rows;
    this.#accepted += chunk.accepted;
    this.#rejected += chunk.rejected;
    this.#addGroups(chunk.groups);
    const { phones, rowNumbers } = chunk.listed ?? { phones: [], rowNumbers: [] };
    for (const [at, phone] of phones.entries()) this.#rowOfPhone.set(phone, rowNumbers[at] ?? 0);
    const counter = new FindingCounter();
    for (const { row, findings } of chunk.doubtful) {
      const other = this.#otherRow(row);
      if (other === undefined) {
        this.#accepted++;
        for (const finding of findings) counter.add(row.rowNumber, finding);
      } else {
        this.#duplicates++;
        // With keep_last the earlier row is the one that does not count.
        const keepLast = this.#options.duplicates === 'keep_last';
        counter.add(keepLast ? other : row.rowNumber, {
          severity: 'duplicate',
          code: 'duplicate_phone',
          column: this.#phoneHeader,
          value: `+${row.phones[0]?.digits ?? ''}`,
          message: `the same number as in row ${keepLast ? row.rowNumber : other}; expected each number once`,
        });
        if (!keepLast) continue;
      }
      this.#rowOfPhone.set(row.phones[0]?.digits ?? 0, row.rowNumber);
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

  #otherRow(row: AcceptedRow): number | undefined {
    return this.#rowOfPhone.get(row.phones[0]?.digits ?? 0);
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
