import { parseMinutes } from '../wall-clock.ts';
import { firstInstantOfWall, wallOf } from '../wall-instants.ts';
import type { ZoneTable } from '../zone-table.ts';
import type { AppointmentToPlan } from './planned-reminder.ts';
import type { ProgrammeSettings, StepTiming } from './programme.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A step after the start may wait for the next open day: a long weekend, then. */
const AFTER_START_REACH_MS = 4 * DAY_MS;

/** Whether a step belongs behind its appointment's start: it is bound by no cut-off, and never goes out before its time. */
export const isAfterStart = (when: StepTiming): boolean =>
  (when.kind === 'before' && when.seconds < 0) || (when.kind === 'local' && when.daysBefore < 0);

/**
 * When a step is due by its timing alone. A local time that the clocks of the appointment's zone jump over is the first
 * minute behind the jump; of one that they show twice it is the first. Throws RangeError for a time of day that cannot
 * be read, and for an unknown zone.
 */
export function intendedAtMs(
  when: StepTiming,
  { startsAtMs, bookedAtMs, zone }: Pick<AppointmentToPlan, 'startsAtMs' | 'bookedAtMs' | 'zone'>,
  table: ZoneTable,
): number {
  if (when.kind === 'before') return startsAtMs - when.seconds * 1000;
  if (when.kind === 'booking') return bookedAtMs + when.afterSeconds * 1000;
  const minutes = parseMinutes(when.at);
  if (minutes === undefined) throw new RangeError(`no time of day: ${when.at}`);
  const day = Math.floor(wallOf(table, zone, startsAtMs) / DAY_MS) - when.daysBefore;
  return firstInstantOfWall(table, zone, day * DAY_MS + minutes * MINUTE_MS);
}

/**
 * The instant at and after which no message of the step may leave: the cut-off, never later than the start. A step
 * after the start has none; it ends when it has waited for four days (or the programme's lateness, if that is longer).
 */
export function endsAtMs(
  when: StepTiming,
  stepAtMs: number,
  startsAtMs: number,
  settings: Pick<ProgrammeSettings, 'cutoffSeconds' | 'lateSeconds'>,
): number {
  return isAfterStart(when)
    ? stepAtMs + Math.max(settings.lateSeconds * 1000, AFTER_START_REACH_MS)
    : startsAtMs - Math.max(settings.cutoffSeconds, 0) * 1000;
}
