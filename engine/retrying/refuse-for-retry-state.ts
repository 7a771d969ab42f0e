import { EngineError } from '../error.ts';
import type { LockedRetry } from './lock-retry.ts';

export type RetryState = LockedRetry['state'];

const REPAIR: Record<RetryState, string> = {
  planned: 'Start it first.',
  running: 'Nothing to do.',
  paused: 'Resume it.',
  completed: 'Plan another of what failed again.',
  aborted: 'Plan another.',
};

/** The answer to a verb that does not fit the state of a retry: `retry_<state>`. */
export const refuseForRetryState = (verb: string, { name, state }: Pick<LockedRetry, 'name' | 'state'>): EngineError =>
  new EngineError('conflict', `retry_${state}`, `Cannot ${verb} the retry "${name}": it is ${state}.`, {
    repair: REPAIR[state],
    details: { state },
  });
