import { lookAtSchedule, scheduleTold, type ScheduleToTell } from '../engine/campaigns/schedules/look-at-schedule.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { START_WORKFLOW, startWorkflowId, type StartWorkflowInput } from '../workflows/contract.ts';

/** The scheduler, as far as recurring campaigns need it. */
export interface Scheduler {
  wake: (workflow: string, workflowId: string, input: StartWorkflowInput) => Promise<void>;
  /** Makes the schedule what it must be, whatever it is now; takes it away when it was removed. */
  tellSchedule: (tell: ScheduleToTell) => Promise<void>;
}

/**
 * Brings the scheduler to what the ledger says of one recurring campaign, and carries out the starts that it owes.
 * Repeating it changes nothing; what failed is asked for again, since the ledger is told only when all of it was done.
 */
export async function syncSchedule(
  deps: Pick<EngineDeps, 'db' | 'zones'>,
  scheduler: Scheduler,
  scheduleId: string,
): Promise<void> {
  const look = await lookAtSchedule(deps, scheduleId);
  if (!look) return;
  for (const scheduledAtMs of look.starts) {
    await scheduler.wake(START_WORKFLOW, startWorkflowId(scheduleId, scheduledAtMs), { scheduleId, scheduledAtMs });
  }
  await scheduler.tellSchedule(look.tell);
  await scheduleTold(deps, look);
}
