import { useSyncExternalStore } from 'react';
import { ApiProblem, toProblem } from '../../../api/problem.ts';
import { queryClient } from '../../../api/query-client.ts';
import { finishUpload, offsetOf, sendPiece } from './pieces.ts';

/** A file on its way from this tab. The upload itself is a draft on the server and outlives it. */
export interface Transfer {
  phase: 'sending' | 'waiting' | 'finishing' | 'done' | 'failed';
  sentBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  /** Why it waits or has failed. */
  problem: ApiProblem | null;
}

const MIN_PIECE_BYTES = 256 * 1_024;
const MAX_PIECE_BYTES = 8 * 1_024 * 1_024;
/** So many steps of the progress bar at least. */
const PIECES = 60;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

let transfers: ReadonlyMap<string, Transfer> = new Map();
const aborts = new Map<string, AbortController>();
const listeners = new Set<() => void>();

function set(importId: string, change: Partial<Transfer> | null): void {
  const next = new Map(transfers);
  const known = next.get(importId);
  if (change === null) next.delete(importId);
  else if (known !== undefined) next.set(importId, { ...known, ...change });
  transfers = next;
  for (const tell of listeners) tell();
}

/** Sends a file from `offset` on, piece by piece; where the network fails it goes on from what the server has. */
export async function startTransfer(
  importId: string,
  file: File,
  { offset = 0, sha256 }: { offset?: number; sha256?: string | undefined } = {},
): Promise<void> {
  const abort = new AbortController();
  aborts.get(importId)?.abort();
  aborts.set(importId, abort);
  transfers = new Map(transfers).set(importId, {
    phase: 'sending',
    sentBytes: offset,
    totalBytes: file.size,
    bytesPerSecond: 0,
    problem: null,
  });
  set(importId, {});
  addEventListener('beforeunload', holdTab);
  try {
    await sendAll(importId, file, offset, abort.signal);
    set(importId, { phase: 'finishing', problem: null });
    await finishUpload(importId, sha256);
    set(importId, { phase: 'done' });
  } catch (error) {
    if (!abort.signal.aborted) set(importId, { phase: 'failed', problem: toProblem(error) });
  } finally {
    if (aborts.get(importId) === abort) aborts.delete(importId);
    if (aborts.size === 0) removeEventListener('beforeunload', holdTab);
    void queryClient.invalidateQueries({ queryKey: ['import', importId] });
    void queryClient.invalidateQueries({ queryKey: ['imports'] });
  }
}

/** Stops sending; what has arrived is kept until the draft is cancelled. */
export function stopTransfer(importId: string): void {
  aborts.get(importId)?.abort();
  set(importId, null);
}

const holdTab = (event: BeforeUnloadEvent): void => event.preventDefault();

async function sendAll(importId: string, file: File, from: number, signal: AbortSignal): Promise<void> {
  const pieceBytes = Math.min(MAX_PIECE_BYTES, Math.max(MIN_PIECE_BYTES, Math.ceil(file.size / PIECES)));
  const beganMs = performance.now();
  let failures = 0;
  for (let offset = from; offset < file.size;) {
    try {
      offset = await sendPiece(importId, file.slice(offset, offset + pieceBytes), offset, signal);
      failures = 0;
      const seconds = (performance.now() - beganMs) / 1_000;
      set(importId, { phase: 'sending', sentBytes: offset, problem: null, bytesPerSecond: (offset - from) / seconds });
    } catch (error) {
      const problem = toProblem(error);
      const waitMs = RETRY_MS[failures++];
      if (signal.aborted || waitMs === undefined || !mayPass(problem)) throw error;
      set(importId, { phase: 'waiting', problem });
      await pause(waitMs, signal);
      offset = await offsetOf(importId, signal).catch(() => offset);
      if (offset > file.size) throw elsewhere();
    }
  }
}

const mayPass = (problem: ApiProblem): boolean =>
  problem.isPassing || problem.status >= 500 || /offset|upload_cut|body_cut|upload_busy/.test(problem.code);

const elsewhere = (): ApiProblem =>
  new ApiProblem({
    status: 409,
    code: 'upload_elsewhere',
    detail: 'The server has more of this upload than this file holds: somebody else sends another one.',
    repair: 'Begin again with a new upload.',
    atMs: Date.now(),
  });

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    });
  });

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useTransfer = (importId: string): Transfer | undefined =>
  useSyncExternalStore(watch, () => transfers.get(importId));
