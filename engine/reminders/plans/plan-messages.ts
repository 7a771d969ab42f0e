import { messageVariables } from '../../../domain/reminders/say-appointment.ts';
import { planReminders } from '../../../domain/reminders/plan-reminders.ts';
import type { AppointmentToPlan, PlannedReminder } from '../../../domain/reminders/planned-reminder.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { shareMessages, type Shareable } from '../../../domain/reminders/share-messages.ts';
import { localDate } from '../../../domain/reminders/local-date.ts';
import type { EngineDeps } from '../../deps.ts';
import { zonesOfKey } from '../../planning/zones-of-key.ts';
import type { Wish } from './change-appointments.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { isSent, toldOf, type Appointment, type CurrentReminder } from './read-appointments.ts';

/** A step as it is to be, with the message that says it. */
export interface Desired {
  appointmentId: string;
  reminder: PlannedReminder;
  /** The message that says it already: of a sent step, or of a planned one that stays as it is. */
  keeps: number | null;
  /** A new message; shared by all that name the same object. */
  message: NewMessage | null;
}

export interface NewMessage {
  appointment: Appointment;
  appointmentIds: string[];
  slot: number;
  reminder: PlannedReminder;
  /** Somebody wants it now. */
  now: boolean;
  variables: Record<string, string>;
}

/** Plans appointments that are locked together: every step of each, and the messages that say them. Pure. */
export function planMessages(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  programme: Programme,
  wishes: readonly Wish[],
  nowMs: number,
): Desired[] {
  const planned = wishes.map((wish) => ({ wish, reminders: planOne(deps, programme, wish, nowMs) }));
  const wishOf = new Map(wishes.map((wish) => [wish.after.appointmentId, wish]));
  const items: Shareable[] = planned.flatMap(({ wish: { after }, reminders }) =>
    reminders.map((reminder) => ({
      appointmentId: after.appointmentId,
      phone: after.phone,
      localDate: localDate(deps.zones, after.zone, after.startsAtMs),
      reminder,
    })),
  );
  const desired: Desired[] = items.flatMap(({ appointmentId, reminder }) =>
    reminder.status === 'planned'
      ? []
      : [{ appointmentId, reminder, keeps: keptBySent(wishOf, appointmentId, reminder), message: null }],
  );
  for (const { members, reminder } of shareMessages(items, programme.settings.mergeWithinSeconds)) {
    const [first] = members;
    const lead = first === undefined ? undefined : wishOf.get(first.appointmentId);
    if (!lead) continue;
    const message: NewMessage = {
      appointment: lead.after,
      appointmentIds: members.map(({ appointmentId }) => appointmentId),
      slot: reminder.slot,
      reminder,
      now: wantedNow(lead) === reminder.key,
      variables: variablesOf(
        deps,
        programme.settings,
        members.flatMap(({ appointmentId }) => wishOf.get(appointmentId) ?? []),
      ),
    };
    const keeps = sameMessage(message, members, wishOf);
    for (const { appointmentId } of members) {
      // Each member goes by the times of the message.
      desired.push({ appointmentId, reminder, keeps, message: keeps === null ? message : null });
    }
  }
  return desired;
}

/** A step that somebody wants now, or wanted and that is still on its way: making plans anew does not forget it. */
function wantedNow({ write, current }: Wish): string | null {
  if (write) return write.now ?? null;
  return current.find((row) => row.now && row.contactState === 'waiting' && !row.attempted)?.key ?? null;
}

function planOne(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { settings, campaign, providerQueueSeconds }: Programme,
  wish: Wish,
  nowMs: number,
): PlannedReminder[] {
  const { after, consent, barred } = wish;
  const appointment: AppointmentToPlan = {
    startsAtMs: after.startsAtMs,
    zone: after.zone,
    bookedAtMs: after.bookedAtMs,
    state: after.state === 'confirmed' && settings.answers.onConfirm === 'continue' ? 'booked' : after.state,
    stoppedBy: stoppedBy(after, settings),
    skipped: after.skipped,
    now: wantedNow(wish),
    recipient: {
      zones: zonesOfKey(after.zoneKey),
      placeKey: after.placeKey,
      lineType: after.lineType,
      consent,
      barred,
    },
    sent: toldOf(wish).map(({ key, startsAtMs }) => ({ key, startsAtMs })),
  };
  return planReminders({
    settings,
    campaign,
    appointment,
    nowMs,
    providerQueueSeconds,
    table: deps.zones,
    book: deps.law,
  });
}

function stoppedBy(
  { answer, seriesPaused }: Appointment,
  { answers }: ProgrammeSettings,
): AppointmentToPlan['stoppedBy'] {
  if (seriesPaused) return 'series_paused';
  const stops =
    (answer === 'cancel' && answers.onCancel === 'stop') ||
    (answer === 'reschedule' && answers.onReschedule === 'stop');
  return stops ? 'answered' : null;
}

/** Its own columns, and what is said of its time; of several together, the first one's and all times. */
function variablesOf(
  deps: Pick<EngineDeps, 'zones'>,
  settings: ProgrammeSettings,
  members: readonly Wish[],
): Record<string, string> {
  return {
    ...members[0]?.after.variables,
    ...messageVariables({
      appointments: members.map(({ after: { startsAtMs, zone } }) => ({ startsAtMs, zone })),
      language: settings.languages[0] ?? 'en',
      table: deps.zones,
    }),
  };
}

const currentOf = (
  wishOf: ReadonlyMap<string, Wish>,
  appointmentId: string,
  key: string,
): CurrentReminder | undefined => wishOf.get(appointmentId)?.current.find((row) => row.key === key);

/**
 * The message of a step that was sent, with its retries and fallbacks as long as they still say what holds: of a start
 * that moved a little, or of a text that changed, none goes out any more.
 */
function keptBySent(
  wishOf: ReadonlyMap<string, Wish>,
  appointmentId: string,
  reminder: PlannedReminder,
): number | null {
  if (reminder.status !== 'sent') return null;
  const row = currentOf(wishOf, appointmentId, reminder.key);
  const wish = wishOf.get(appointmentId);
  if (!row || !wish || row.contactId === null || !isSent(row)) return null;
  const { appointment, after } = wish;
  const stopped = after.skipped.includes(reminder.key) || after.seriesPaused;
  const tellsOfNow =
    !stopped &&
    row.startsAtMs === after.startsAtMs &&
    appointment.zone === after.zone &&
    sameRecipient(appointment, after) &&
    appointment.state === after.state &&
    appointment.answer === after.answer &&
    sameVariables(appointment.variables, after.variables);
  return tellsOfNow ? row.contactId : null;
}

/** The waiting message that says exactly this to exactly these; null = a new one is needed. */
function sameMessage(
  message: NewMessage,
  members: readonly Shareable[],
  wishOf: ReadonlyMap<string, Wish>,
): number | null {
  const { reminder, slot, variables, appointment } = message;
  const [first] = members;
  const row = first === undefined ? undefined : currentOf(wishOf, first.appointmentId, reminder.key);
  if (!row || row.contactId === null || row.contactState !== 'waiting' || row.attempted || row.status !== 'planned')
    return null;
  const others = members.slice(1).map(({ appointmentId }) => appointmentId);
  const same =
    row.slot === slot &&
    sameRecipient(row, appointment) &&
    row.dueAtMs === reminder.plan?.dueAtMs &&
    row.endsAtMs === reminder.endsAtMs &&
    row.moved === reminder.moved &&
    row.variables !== null &&
    sameVariables(row.variables, variables) &&
    others.length === row.sharedWith.length &&
    others.every(
      (id) => row.sharedWith.includes(id) && currentOf(wishOf, id, reminder.key)?.contactId === row.contactId,
    );
  return same ? row.contactId : null;
}

type Recipient = Pick<CurrentReminder, 'phone' | 'name' | 'zoneKey' | 'placeKey'>;

/** The same number and name, at the hours of the same places. */
const sameRecipient = (a: Recipient, b: Recipient): boolean =>
  a.phone === b.phone && a.name === b.name && a.zoneKey === b.zoneKey && a.placeKey === b.placeKey;

export function sameVariables(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
