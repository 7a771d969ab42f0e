import { applyAnswersSoon } from '../engine/answering/apply-answers.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { fold } from '../engine/folding/fold.ts';
import type { Wakes } from '../engine/wakes.ts';

const POLL_MS = 1_000;
/** Under load a moment of waiting makes batches: fewer transactions, same latency for a person. */
const GATHER_MS = 100;
const BATCH = 500;
/** Applied between two batches of facts, which must not wait long for them. */
const ANSWERS = 200;

/**
 * Folds the inbox whenever it has rows: woken by notification, at the latest each second. Answers that nobody has
 * applied to their appointments yet are seen to in each round.
 */
export function startFoldLoop(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'telephonyFor' | 'log'>,
  wakes: Wakes,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const { events } = await fold(deps, BATCH);
        await applyAnswersSoon(deps, ANSWERS);
        if (events > 0) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        else await wakes.wait(['fold:'], POLL_MS, stopping.signal);
      } catch (error) {
        deps.log.warn({ error }, 'fold failed; it tries again');
        await wakes.wait([], POLL_MS, stopping.signal);
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
