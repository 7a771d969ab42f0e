import type { ZoneTable } from '../zone-table.ts';
import type { MoveReason, PlannedReminder, SkipReason } from './planned-reminder.ts';
import { sayAppointment } from './say-appointment.ts';

const MOVED: Record<MoveReason, string> = {
  closed_day: 'that day is closed, so the last open day before it',
  outside_hours: 'outside the allowed hours, so the nearest allowed time',
};

const SKIPPED: Record<SkipReason, string> = {
  passed: 'its time had passed',
  no_allowed_time: 'no allowed time is left for it',
  after_cutoff: 'its time lies behind the cut-off',
  confirmed: 'the appointment is confirmed',
  answered: 'the person has answered',
  cancelled: 'the appointment is cancelled',
  skipped: 'it was taken out',
  series_paused: 'its series is paused',
  opted_out: 'the person said no to it',
  no_consent: 'the rules ask for consent that is not on record',
  zone_unknown: 'nobody knows in which time zone the person is',
  no_textable_number: 'the number takes no texts',
};

/** Why a step goes out when it does, or why it does not, in a sentence. */
export function sayReminder(
  {
    status,
    reason,
    intendedAtMs,
    dueAtMs,
  }: Pick<PlannedReminder, 'status' | 'reason' | 'intendedAtMs'> & {
    dueAtMs: number | null;
  },
  { zone, table, nowMs }: { zone: string; table: ZoneTable; nowMs?: number },
): string {
  const own = sayAppointment(table, zone, intendedAtMs, nowMs);
  if (status === 'sent') return 'Sent, or on its way.';
  if (status === 'skipped') return `Not sent: ${reason === null ? 'no reason is known' : wordsOf(reason)} (${own}).`;
  if (dueAtMs === null || reason === null) return `At its own time, ${own}.`;
  return `${sayAppointment(table, zone, dueAtMs, nowMs)}: its own time is ${own}, ${wordsOf(reason)}.`;
}

const isMove = (reason: MoveReason | SkipReason): reason is MoveReason => Object.hasOwn(MOVED, reason);
const wordsOf = (reason: MoveReason | SkipReason): string => (isMove(reason) ? MOVED[reason] : SKIPPED[reason]);

/** The code of a moved or skipped step in words, `its time had passed`; undefined = it is none of them. */
export function sayReminderReason(code: string): string | undefined {
  return Object.entries({ ...MOVED, ...SKIPPED }).find(([known]) => known === code)?.[1];
}
