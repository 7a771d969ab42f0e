import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import { sayReminder } from '../../../domain/reminders/say-reminder.ts';
import { sayStepOf } from '../../../domain/reminders/say-step.ts';
import type { ProgrammeStep } from '../../../domain/reminders/programme.ts';
import type { AppointmentState } from '../../../domain/reminders/planned-reminder.ts';
import type { AnswerMeaning } from '../../../domain/answer.ts';
import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import type { EngineDeps } from '../../deps.ts';
import type { ChangedAppointment, PlannedRow } from '../plans/change-appointments.ts';
import type { Conflict } from './find-conflicts.ts';
import type { Programme } from '../programmes/find-programme.ts';
import type { AppointmentInPlan, CurrentReminder } from '../plans/read-appointments.ts';

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** A step of a plan, as people read it. */
export interface ReminderView {
  step: string;
  /** What people call it. */
  says: string;
  channel: 'call' | 'sms';
  status: 'planned' | 'sent' | 'skipped';
  /** A stable code of why at another time, or why not. */
  reason: string | null;
  /** The whole in words. */
  why: string;
  /** When it goes out, or went out; null = it does not. */
  at: string | null;
  /** The same on the clock of the appointment's zone. */
  atLocal: string | null;
  /** By the step's timing alone. */
  intendedAt: string;
  /** At most. */
  costMicros: number;
  /** The nearest allowed moments, where it has none of its own. */
  nearest: { before: string | null; after: string | null } | null;
  /** Other appointments of the same message. */
  sharedWith: string[];
}

export interface AppointmentChangeView {
  appointmentId: string;
  programmeId: string;
  externalId: string;
  version: number;
  state: AppointmentState;
  change: AppointmentChange | 'unchanged';
  startsAt: string;
  zone: string;
  /** What was understood: `Tue 9 Dec 09:30 in Chicago`. */
  understood: string;
  answer: AnswerMeaning | null;
  plan: ReminderView[];
  /** The plan of the version before; null = there was none. */
  before: ReminderView[] | null;
  /** Messages of the plan before that had left when it was withdrawn. */
  inFlight: { attemptId: string; step: string; says: string; channel: 'call' | 'sms' }[];
  notes: { code: string; message: string }[];
}

/** How a change is answered: what it is now, with the old and the new plan side by side. */
export function viewChange(
  deps: Pick<EngineDeps, 'zones'>,
  programme: Pick<Programme, 'programmeId' | 'settings' | 'nowMs'>,
  changed: Omit<ChangedAppointment, 'change'> & {
    change: AppointmentChange | 'unchanged';
    conflicts: readonly Conflict[];
  },
): AppointmentChangeView {
  const { appointment, before, after, inFlight, change } = changed;
  const { zone, startsAtMs } = appointment;
  const { steps } = programme.settings;
  const view = (row: PlannedRow | CurrentReminder): ReminderView =>
    viewReminder(deps, { zone, steps }, row, programme.nowMs);
  const had = change !== 'booked' && change !== 'unchanged';
  return {
    appointmentId: appointment.appointmentId,
    programmeId: programme.programmeId,
    externalId: appointment.externalId,
    version: appointment.version,
    state: appointment.state,
    change,
    startsAt: iso(startsAtMs),
    zone,
    understood: sayAppointment(deps.zones, zone, startsAtMs, programme.nowMs),
    answer: appointment.answer,
    plan: after.map(view),
    before: had ? inOrderOf(after, before).map(view) : null,
    inFlight: inFlight.map(({ attemptId, key, channel }) => ({
      attemptId,
      step: key,
      says: sayStepOf(steps, { key, channel }),
      channel,
    })),
    notes: notesOf(deps, changed),
  };
}

/** An appointment that nothing was changed of, in the form of a change. */
export const asItStands = ({ appointment, current }: AppointmentInPlan): Omit<ChangedAppointment, 'change'> => ({
  appointment,
  before: current,
  after: current.map((row) => ({ ...row, nearest: null })),
  inFlight: [],
});

export function viewReminder(
  { zones }: Pick<EngineDeps, 'zones'>,
  { zone, steps }: { zone: string; steps: readonly ProgrammeStep[] },
  row: PlannedRow | CurrentReminder,
  nowMs: number,
): ReminderView {
  const atMs = row.status === 'skipped' ? null : row.dueAtMs;
  const nearest = 'nearest' in row ? row.nearest : null;
  return {
    step: row.key,
    says: sayStepOf(steps, row),
    channel: row.channel,
    status: row.status,
    reason: row.reason,
    why: sayReminder(row, { zone, table: zones, nowMs }),
    at: atMs === null ? null : iso(atMs),
    atLocal: atMs === null ? null : sayAppointment(zones, zone, atMs, nowMs),
    intendedAt: iso(row.intendedAtMs),
    costMicros: row.costMicros,
    nearest: nearest && {
      before: nearest.beforeMs === null ? null : iso(nearest.beforeMs),
      after: nearest.afterMs === null ? null : iso(nearest.afterMs),
    },
    sharedWith: row.sharedWith,
  };
}

function inOrderOf(after: readonly PlannedRow[], before: readonly CurrentReminder[]): CurrentReminder[] {
  const place = new Map(after.map(({ key }, index) => [key, index]));
  return before.toSorted((a, b) => (place.get(a.key) ?? Infinity) - (place.get(b.key) ?? Infinity));
}

function notesOf(
  { zones }: Pick<EngineDeps, 'zones'>,
  {
    appointment,
    after,
    inFlight,
    conflicts,
  }: { conflicts: readonly Conflict[] } & Pick<ChangedAppointment, 'appointment' | 'after' | 'inFlight'>,
): { code: string; message: string }[] {
  const notes = conflicts.map(({ externalId, startsAtMs }) => ({
    code: 'other_appointment_near',
    message: `The same number has "${externalId}" at ${sayAppointment(zones, appointment.zone, startsAtMs)}.`,
  }));
  if (inFlight.length > 0) {
    notes.push({
      code: 'in_flight',
      message: `${inFlight.length} message${inFlight.length === 1 ? ' was' : 's were'} on the way when the plan changed, and cannot be taken back.`,
    });
  }
  const told = appointment.zoneKey.split(',');
  if (told.length > 1) {
    notes.push({
      code: 'zones_several',
      message: `The number may be in ${told.join(' or ')}: messages go out when all of them allow it.`,
    });
  }
  if (appointment.zoneSource === 'default') {
    notes.push({
      code: 'zone_assumed',
      message: `Nobody knows where this number is: it is taken to be in ${told.join(' and ')}, where the appointment is.`,
    });
  }
  if (appointment.state !== 'cancelled' && after.length > 0 && after.every(({ status }) => status === 'skipped')) {
    notes.push({
      code: 'nothing_goes_out',
      message: 'No message goes out for it as things stand; each step says why.',
    });
  }
  return notes;
}
