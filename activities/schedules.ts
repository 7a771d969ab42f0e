import { Context } from '@temporalio/activity';
import type { TurnOutcome } from '../domain/turn-loop.ts';
import { startOccurrence, type StartDeps } from '../engine/campaigns/schedules/start-occurrence.ts';

export interface ScheduleActivities {
  startOccurrence: (input: { scheduleId: string; scheduledAtMs: number }) => Promise<TurnOutcome>;
}

/** The engine's verb for a start of a recurring campaign as Temporal sees it. */
export function createScheduleActivities(deps: StartDeps): ScheduleActivities {
  return {
    startOccurrence: async (input) => {
      const context = Context.current();
      return await startOccurrence(deps, {
        ...input,
        heartbeat: () => context.heartbeat(),
        signal: context.cancellationSignal,
      });
    },
  };
}
