import { setTimeout as sleep } from 'node:timers/promises';
import { sqlState } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { record, type PlacedAttempt } from './record.ts';

export interface Recorder {
  /** Resolves when the result is committed, or was handed to the reconciler by failing to be. */
  add: (placed: PlacedAttempt) => Promise<void>;
  flush: () => Promise<void>;
}

const MAX_BATCH = 200;
/** Answers of a burst come within milliseconds of one another: one commit for all of them. */
const GATHER_MS = 10;
const RETRY_MS = [50, 200, 500, 1_000];

/** Group commit of results: what is answered while one record runs goes into the next. */
export function createRecorder(deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'log'>, sender: string): Recorder {
  let waiting: { placed: PlacedAttempt; done: () => void }[] = [];
  let running: Promise<void> | null = null;

  const write = async (batch: readonly PlacedAttempt[]): Promise<void> => {
    for (const waitMs of [...RETRY_MS, null]) {
      try {
        return await record(deps, sender, batch);
      } catch (error) {
        // Data that cannot be stored (a NUL in an answer, an id given twice): alone, it does not take its neighbours along.
        const isBad = /^2[23]/.test(sqlState(error) ?? '');
        if (isBad && batch.length > 1) {
          for (const placed of batch) await write([placed]);
          return;
        }
        if (waitMs === null || isBad) {
          // The attempts stay in SENDING: the reconciler looks them up, nobody sends them again.
          deps.log.error({ error, count: batch.length }, 'results could not be recorded');
          return;
        }
        await sleep(waitMs);
      }
    }
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await write(batch.map((entry) => entry.placed));
      for (const entry of batch) entry.done();
    }
    running = null;
  };

  return {
    add: async (placed) => {
      await new Promise<void>((done) => {
        waiting.push({ placed, done });
        running ??= sleep(GATHER_MS).then(run);
      });
    },
    flush: async () => {
      while (running) await running;
    },
  };
}
