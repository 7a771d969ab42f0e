import { Context } from '@temporalio/activity';
import type { TurnOutcome } from '../domain/turn-loop.ts';
import { startOccurrence, type StartDeps } from '../engine/campaigns/schedules/start-occurrence.ts';

export interface ScheduleActivities {
  startOccurrence: (input: { scheduleId: string; scheduledAtMs: number }) => Promise<TurnOutcome>;
}

/** A batch may wait for dialing, and a launch looks at everybody: the process lives meanwhile, and says so. */
const HEARTBEAT_MS = 3_000;

/** The engine's verb for a start of a recurring campaign as Temporal sees it. */
export function createScheduleActivities(deps: StartDeps): ScheduleActivities {
  return {
    startOccurrence: async (input) => {
      const context = Context.current();
      const beating = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await startOccurrence(deps, { ...input, signal: context.cancellationSignal });
      } finally {
        clearInterval(beating);
      }
    },
  };
}
