import { sayAppointment } from '../reminders/say-appointment.ts';
import type { ZoneTable } from '../zone-table.ts';
import type { MessageThen, ServedAppointment } from './message-then.ts';

/** `24h-sms of "Dental" for A-17, Tue 9 Dec 09:30 in Chicago`; several appointments one after the other. */
export const sayMessage = ({ step, programme, appointments }: MessageThen, table: ZoneTable): string =>
  `${step} of "${programme}" for ${appointments.map((each) => sayServed(each, table)).join(' and ')}`;

const sayServed = ({ externalId, zone, startsAtMs }: ServedAppointment, table: ZoneTable): string =>
  `${externalId}, ${sayAt(table, zone, startsAtMs)}`;

/** In a zone that nobody knows no clock shows anything. */
const sayAt = (table: ZoneTable, zone: string, atMs: number): string =>
  table.has(zone) ? sayAppointment(table, zone, atMs) : new Date(atMs).toISOString();

/** `Tue 9 Dec 07:30 in Chicago`: when nothing of it leaves any more, on the clock of its appointment. */
export function sayCutOff({ appointments, endsAtMs }: MessageThen, table: ZoneTable): string {
  return endsAtMs === null ? 'never' : sayAt(table, appointments[0]?.zone ?? 'UTC', endsAtMs);
}

/** Who took a message back, and by what. */
export function sayWithdrawn({ change, externalId, by, cause }: NonNullable<MessageThen['withdrawn']>): string {
  const said = CHANGES[change] ?? `was changed (${change})`;
  return `the appointment ${externalId} ${said} by ${by}${cause === null ? '' : `: ${cause}`}`;
}

const CHANGES: Readonly<Record<string, string>> = {
  booked: 'was booked',
  moved: 'was moved',
  edited: 'was edited',
  cancelled: 'was cancelled',
  restored: 'was booked anew',
  confirmed: 'was confirmed',
  answered: 'was answered',
  skipped: 'had steps taken out or put back',
  sent_now: 'had a step sent at once',
  replanned: 'was planned again',
};

/** Why a message came to its end, by the reason of its contact. */
const ENDS: Readonly<Record<string, string>> = {
  appointment_booked: 'Taken back: another appointment of the same person was booked, and they share a message now.',
  appointment_moved: 'Taken back: an appointment was moved, so that what it says no longer holds.',
  appointment_edited: 'Taken back: what an appointment says, or its number, was changed.',
  appointment_cancelled: 'Taken back: an appointment was cancelled.',
  appointment_restored: 'Taken back: an appointment was booked anew, and its plan was made again.',
  appointment_confirmed: 'Taken back: an appointment was confirmed, and this step goes out only to who has not.',
  appointment_answered: 'Taken back: the person answered, and the programme sends nothing after that.',
  appointment_skipped: 'Taken back: somebody took steps out of an appointment, or put them back.',
  appointment_sent_now: 'Taken back: somebody sent a step at once, and the plan was made again.',
  appointment_replanned: 'Taken back: the programme, its rules or its series changed, and the new plan has it no more.',
  not_in_plan: 'Taken back: no plan of its appointments has it any more.',
  expired: 'Missed: it could not go out within the lateness that its programme allows.',
  expired_before_window: 'Missed: the next allowed time came later than its programme allows.',
  window_never_open: 'Never sent: no allowed time came within 400 days.',
};

/**
 * How a message of appointments came to its end, and what goes out next for each of them; null = its reason is no
 * matter of appointments. What goes out next is known of today only.
 */
export function sayMessageEnd(
  message: MessageThen,
  reason: string,
  { table, isNow }: { table: ZoneTable; isNow: boolean },
): string | null {
  const end =
    reason === 'after_cutoff'
      ? `Missed: the next allowed time lay behind its cut-off, ${sayCutOff(message, table)}.`
      : ENDS[reason];
  if (end === undefined) return null;
  const about = `It was ${sayMessage(message, table)}.`;
  return [end, about, ...(isNow ? message.appointments.map((each) => sayNext(each, table)) : [])].join(' ');
}

function sayNext({ externalId, zone, startsAtMs, today }: ServedAppointment, table: ZoneTable): string {
  if (today.isCancelled) return `${externalId} is cancelled: nothing goes out for it unless it is booked again.`;
  const moved = today.startsAtMs === startsAtMs ? '' : ` is ${sayAt(table, zone, today.startsAtMs)} now, and`;
  const { next } = today;
  if (next === null) return `${externalId}${moved} has no further message that waits.`;
  return `${externalId}${moved} has ${next.step} (${next.channel}) next, ${sayAt(table, zone, next.atMs)}.`;
}
