import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type CalendarSpec,
  type Client,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { calendarSpecs } from '../domain/calendar-specs.ts';
import type { ScheduleToTell } from '../engine/campaigns/schedules/look-at-schedule.ts';
import { scheduleKey, START_WORKFLOW, type StartWorkflowInput } from '../workflows/contract.ts';

/** As the calendar specs of Temporal want them. */
const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** A version that is told late must not take the place of a newer one. */
type Told = StartWorkflowInput & { version: number };

/**
 * Makes Temporal's Schedule what the ledger says: instants in UTC, since its own calendars skip a time or double it
 * when clocks change. Overlap is the ledger's to decide and to list, so here every start goes through.
 */
export async function tellSchedule(client: Client, taskQueue: string, tell: ScheduleToTell): Promise<void> {
  const handle = client.schedule.getHandle(scheduleKey(tell.scheduleId));
  if (tell.state === 'removed') {
    try {
      await handle.delete();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
    return;
  }
  const options = optionsOf(tell, taskQueue);
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await handle.update((current) =>
      'args' in current.action && versionOf(current.action.args) > tell.version
        ? { ...current, action: { ...current.action, type: 'startWorkflow' } }
        : { ...options, state: options.state ?? {} },
    );
  }
}

function optionsOf(
  tell: ScheduleToTell,
  taskQueue: string,
): ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>> {
  const input: Told = { scheduleId: tell.scheduleId, scheduledAtMs: null, version: tell.version };
  return {
    scheduleId: scheduleKey(tell.scheduleId),
    spec: {
      calendars: calendarSpecs(tell.instants).map(({ year, month, days, hour, minute, second }): CalendarSpec => ({
        year,
        month: MONTHS[month - 1] ?? 'JANUARY',
        dayOfMonth: days,
        hour,
        minute,
        second,
      })),
      timezone: 'UTC',
      jitter: tell.jitterSeconds * 1_000,
    },
    action: {
      type: 'startWorkflow',
      workflowType: START_WORKFLOW,
      workflowId: scheduleKey(tell.scheduleId),
      taskQueue,
      args: [input],
    },
    policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: tell.catchUpSeconds * 1_000 },
    state: { paused: tell.state === 'paused' },
  };
}

function versionOf(args: unknown): number {
  const first: unknown = Array.isArray(args) ? args[0] : undefined;
  if (typeof first !== 'object' || first === null || !('version' in first)) return 0;
  return typeof first.version === 'number' ? first.version : 0;
}
