import type { Tables } from './check-row.ts';
import type { CsvRow } from '../reading/csv-rows.ts';
import type { FindingGroup } from '../findings.ts';
import { ListReader, type CheckedAgain, type CheckedChunk, type ReadJob } from './list-reader.ts';

/** A list reader that may be in another thread: `push` may be called again before the last answer came. */
export interface ListReaderPort {
  /** Numbers that an earlier job of this import has stored. */
  meet: (phones: Float64Array<ArrayBuffer>) => Promise<void>;
  /** `null` = the end of the file. The bytes are given away. */
  push: (bytes: Uint8Array<ArrayBuffer> | null) => Promise<CheckedChunk[]>;
  checkAgain: (rows: CsvRow[]) => Promise<{ rows: CheckedAgain[]; notes: FindingGroup[] }>;
  close: () => void;
}

export type OpenListReader = (job: ReadJob) => Promise<ListReaderPort>;

/** Reads in this very thread: for tests, previews and short lists. */
export const readHere =
  (tables: Tables): OpenListReader =>
  async (job) => {
    const reader = new ListReader(job, tables);
    return {
      meet: async (phones) => reader.meet(phones),
      push: async (bytes) => reader.push(bytes),
      checkAgain: async (rows) => reader.checkAgain(rows),
      close: () => {},
    };
  };
