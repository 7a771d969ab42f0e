import { compactCounts } from '../engine/counting/compact-counts.ts';
import type { EngineDeps } from '../engine/deps.ts';

/** While there is work, so that a reader adds up few changes by itself. */
const BUSY_MS = 500;
/** While there is none: looking costs next to nothing, and so do the few changes of this time. */
const IDLE_MS = 2_000;
const BATCH = 5_000;

/** Adds what changed to the kept counts, in one worker at a time (an advisory lock). Readers are exact without it. */
export function startCountingLoop(deps: Pick<EngineDeps, 'db' | 'log'>): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      stopping.signal.addEventListener('abort', done);
    });
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const taken = await compactCounts(deps, BATCH);
        // A full batch means more: the import of a list, or counts that nobody added up for a while.
        if (taken < BATCH) await rest(taken > 0 ? BUSY_MS : IDLE_MS);
      } catch (error) {
        deps.log.warn({ error }, 'counts not added up; it tries again');
        await rest(IDLE_MS);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
