import type { CsvRow } from '../engine/importing/reading/csv-rows.ts';
import type { FindingGroup } from '../engine/importing/findings.ts';
import type { CheckedAgain, CheckedChunk, ReadJob } from '../engine/importing/checking/list-reader.ts';

/** What the worker asks of a reading thread. One list is open at a time. */
export type ThreadRequest = { id: number } & (
  | { kind: 'open'; job: ReadJob }
  | { kind: 'meet'; phones: Float64Array<ArrayBuffer> }
  | { kind: 'push'; bytes: Uint8Array<ArrayBuffer> | null }
  | { kind: 'checkAgain'; rows: CsvRow[] }
  | { kind: 'close' }
);

export interface ThreadAnswer {
  id: number;
  error?: string;
  chunks?: CheckedChunk[];
  checked?: { rows: CheckedAgain[]; notes: FindingGroup[] };
}
