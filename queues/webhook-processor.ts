import { deliverBatch, type DeliverDeps } from '../engine/events/deliver.ts';
import type { Job } from './catalogue.ts';

/** A job lets others have its place after this; the relay asks again. */
const AT_WORK_MS = 30_000;
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Job: tell one endpoint what is due. An endpoint that fails is left alone for a moment, longer each time in a row, so
 * that many events that wait for it do not become as many requests. Only a courtesy of this process: each delivery has
 * its own next time in the ledger.
 */
export const webhookProcessor = (deps: DeliverDeps, stopping: AbortSignal) => {
  const pauses = new Map<string, { ms: number; untilMs: number }>();
  return async ({ id }: Job): Promise<void> => {
    const beganMs = performance.now();
    const pause = pauses.get(id);
    if (pause && beganMs < pause.untilMs) return;
    for (;;) {
      const went = await deliverBatch(deps, id, stopping);
      if (went === 'failing') {
        const ms = pause ? Math.min(LONGEST_PAUSE_MS, pause.ms * 2) : SHORTEST_PAUSE_MS;
        pauses.set(id, { ms, untilMs: performance.now() + ms });
        return;
      }
      pauses.delete(id);
      if (went === 'idle' || stopping.aborted || performance.now() - beganMs > AT_WORK_MS) return;
    }
  };
};
