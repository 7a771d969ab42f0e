import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/transaction.ts';
import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import type { EngineDeps } from '../../deps.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { planMessages, type Desired } from './plan-messages.ts';
import {
  readAppointments,
  readSaid,
  type Appointment,
  type AppointmentInPlan,
  type CurrentReminder,
} from './read-appointments.ts';
import { lockPeople, siblingsOf } from './siblings.ts';
import { withdraw, type InFlight } from './withdraw.ts';
import { writePlans } from './write-plans.ts';

/** What is to become of one appointment. What `set` leaves out stays. */
export interface AppointmentWrite {
  appointmentId: string;
  change: AppointmentChange;
  cause?: string | undefined;
  set?: Partial<
    Pick<
      Appointment,
      | 'state'
      | 'phone'
      | 'lineType'
      | 'name'
      | 'zone'
      | 'startsAtMs'
      | 'zoneKey'
      | 'zoneSource'
      | 'placeKey'
      | 'variables'
      | 'skipped'
      | 'answer'
      | 'answeredAtMs'
      | 'detached'
      | 'bookedAtMs'
    >
  >;
  /** A step that is to go out now. */
  now?: string;
}

export interface ChangedAppointment {
  appointment: Appointment;
  change: AppointmentChange;
  /** Plan of the version before; empty for a new one. */
  before: CurrentReminder[];
  /** Plan of now. */
  after: PlannedRow[];
  /** Messages that had left, or were leaving, when their plan was withdrawn. */
  inFlight: (InFlight & { key: string })[];
}

/** A step of a plan as it was written. */
export interface PlannedRow {
  key: string;
  slot: number;
  channel: 'call' | 'sms';
  status: Desired['reminder']['status'];
  reason: Desired['reminder']['reason'];
  intendedAtMs: number;
  dueAtMs: number | null;
  startsAtMs: number;
  contactId: number | null;
  costMicros: number;
  nearest: Desired['reminder']['nearest'];
  /** Other appointments that its message serves. */
  sharedWith: string[];
}

export interface ChangeInput {
  programme: Programme;
  changes: readonly AppointmentWrite[];
  /** Appointments whose plan is only to be made anew: a version is written where it comes out differently. */
  replan?: readonly string[];
  /** Appointments that the caller has read and holds, so that they need not be read again. */
  locked?: readonly AppointmentInPlan[];
  nowMs: number;
  actor: string;
}

/**
 * Changes appointments and their plans, and nothing else does: locks them, takes back what their plan no longer says,
 * and writes what it says now, in the caller's transaction. Messages whose step stays as it is stay too. Whose message
 * is shared with an appointment that changes is planned again. When it commits, nothing of an old plan can pass the
 * gate; what had passed it is answered.
 */
export async function changeAppointments(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  input: ChangeInput,
): Promise<ChangedAppointment[]> {
  const { programme, changes, nowMs } = input;
  const wanted = new Map(changes.map((change) => [change.appointmentId, change]));
  const named = [...new Set([...wanted.keys(), ...(input.replan ?? [])])];
  await lockPeople(tx, programme, {
    appointmentIds: named,
    phones: changes.flatMap(({ set }) => set?.phone ?? []),
  });
  const members = await readMembers(tx, deps, named, input);

  const phoneAfter = ({ appointmentId, phone }: Appointment): number => wanted.get(appointmentId)?.set?.phone ?? phone;
  const others = members.flatMap(({ appointment }) =>
    phoneAfter(appointment) === appointment.phone ? [] : [phoneAfter(appointment)],
  );
  const said = await readSaid(tx, others, programme.settings.purpose);
  const wish = (found: AppointmentInPlan): Wish => {
    const write = wanted.get(found.appointment.appointmentId);
    const after = { ...found.appointment, ...write?.set };
    return { ...found, ...(after.phone === found.appointment.phone ? {} : said.get(after.phone)), after, write };
  };
  const wishes = members.map(wish);
  let desired = planMessages(deps, programme, wishes, nowMs);
  const gone = goneOf(wishes, desired);
  const { inFlight, left } = await withdraw(tx, gone, reasonOf(changes));
  await nameReasons(tx, gone, wishes, reasonOf(changes));
  // Somebody was being called, or was called, while this was planned: what left counts as sent.
  if ([...left].some((contactId) => !knownAsSent(wishes, contactId))) {
    for (const { current } of wishes)
      for (const reminder of current) {
        if (reminder.contactId !== null && left.has(reminder.contactId)) reminder.attempted = true;
      }
    desired = planMessages(deps, programme, wishes, nowMs);
  }
  const written = await writePlans(tx, deps, { ...input, wishes, desired });
  return written.map((one) => ({
    ...one,
    inFlight: inFlight.flatMap((attempt) =>
      one.before.flatMap(({ contactId, key }) => (contactId === attempt.contactId ? [{ ...attempt, key }] : [])),
    ),
  }));
}

/** An appointment as it was, as it is to be, and why. */
export interface Wish extends AppointmentInPlan {
  after: Appointment;
  /** Absent: it is only planned again. */
  write: AppointmentWrite | undefined;
}

/** The named ones and everybody whose messages they share, or may share from now on; all locked. */
async function readMembers(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones'>,
  named: readonly string[],
  { programme, changes, locked = [], nowMs }: ChangeInput,
): Promise<AppointmentInPlan[]> {
  const { purpose } = programme.settings;
  const read = async (ids: readonly string[]): Promise<AppointmentInPlan[]> =>
    ids.length === 0
      ? []
      : await readAppointments(tx, { which: sql`a.id = any(${uuidArray(ids)})`, purpose, lock: true });
  const held = new Map(locked.map((one) => [one.appointment.appointmentId, one]));
  const found = [...named.flatMap((id) => held.get(id) ?? []), ...(await read(named.filter((id) => !held.has(id))))];
  const known = new Set(named);
  // Until nobody is left out: a message of which one member is not read would be taken from it.
  for (let next = found; next.length > 0;) {
    const more = (await siblingsOf(tx, deps, programme, next, changes, nowMs)).filter((id) => !known.has(id)).sort();
    for (const id of more) known.add(id);
    next = await read(more);
    found.push(...next);
  }
  return found;
}

/**
 * Messages that the new plan of one of their appointments does not keep, whatever the others say: what one of several
 * appointments no longer has is stale for all. What has had its end is left alone.
 */
function goneOf(wishes: readonly Wish[], desired: readonly Desired[]): number[] {
  const kept = new Set(desired.map(({ appointmentId, keeps }) => `${appointmentId}|${keeps}`));
  const gone = new Set<number>();
  for (const { appointment, current } of wishes) {
    for (const { contactId, contactState } of current) {
      if (contactId === null || contactState === null || kept.has(`${appointment.appointmentId}|${contactId}`))
        continue;
      if (['ready', 'waiting', 'in_flight'].includes(contactState)) gone.add(contactId);
    }
  }
  return [...gone].sort((a, b) => a - b);
}

const knownAsSent = (wishes: readonly Wish[], contactId: number): boolean =>
  wishes.some(({ current }) => current.some((row) => row.contactId === contactId && row.attempted));

/** Of several changes at once each message carries the reason of its own appointment. */
async function nameReasons(
  tx: Transaction,
  gone: readonly number[],
  wishes: readonly Wish[],
  given: string,
): Promise<void> {
  const among = new Set(gone);
  const named = wishes.flatMap(({ current, write }) =>
    write === undefined || `appointment_${write.change}` === given
      ? []
      : current.flatMap(({ contactId }) =>
          contactId !== null && among.has(contactId)
            ? [{ contact: contactId, reason: `appointment_${write.change}` }]
            : [],
        ),
  );
  if (named.length === 0) return;
  await tx.execute(
    sql`update contact_states s set reason = i.reason
        from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as i(contact bigint, reason text)
        where s.contact_id = i.contact and s.reason = ${given}`,
  );
}

/** What a message that is taken back carries, before each has its own reason. */
const reasonOf = (changes: readonly AppointmentWrite[]): string =>
  changes[0] === undefined ? 'appointment_replanned' : `appointment_${changes[0].change}`;
