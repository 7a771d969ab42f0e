import { sql } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import { parsePhone } from '../../../domain/phone.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { changeAppointments, type AppointmentWrite } from '../plans/change-appointments.ts';
import { auditBookings } from './audit-changes.ts';
import { checkBooking } from './check-booking.ts';
import { findConflicts } from './find-conflicts.ts';
import { findProgramme, type Programme } from '../programmes/find-programme.ts';
import { requiredOfProgramme } from '../programmes/check-programme.ts';
import { inTrial } from './in-trial.ts';
import { insertAppointments } from './insert-appointments.ts';
import { sameVariables } from '../plans/plan-messages.ts';
import { readAppointments, type AppointmentInPlan } from '../plans/read-appointments.ts';
import { readBooking, type BookingItem, type BookingProblem, type ReadBooking } from './read-booking.ts';
import { lockPeople } from '../plans/siblings.ts';
import { asItStands, viewChange, type AppointmentChangeView } from './view-change.ts';

export type BookingResult =
  | (AppointmentChangeView & { ok: true })
  | { ok: false; externalId: string; problem: BookingProblem };

/** A request books at most so many; a list is imported. */
export const MAX_BOOKINGS = 1_000;

type BookDeps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>;

/**
 * Books appointments, moves or edits those that are there, and books cancelled ones anew: the same item twice changes
 * nothing. What is wrong with an item stops that one only. All others are committed together, with their plans.
 * Throws EngineError `unknown_programme`, `programme_archived`, `too_many_appointments`.
 */
export async function bookAppointments(
  deps: BookDeps,
  input: {
    programmeId: string;
    items: readonly BookingItem[];
    /** Say what would come of it, and write nothing. */
    dryRun?: boolean;
    actor: string;
  },
): Promise<BookingResult[]> {
  if (input.items.length > MAX_BOOKINGS) {
    throw new EngineError('invalid', 'too_many_appointments', `At most ${MAX_BOOKINGS} appointments at a time.`, {
      repair: 'Send them in several requests, or import them as a CSV.',
    });
  }
  const run = input.dryRun ? inTrial : inTransaction;
  return await run(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    refuseArchived(programme);
    const results = await bookIn(tx, deps, programme, input);
    if (!input.dryRun) await auditBookings(tx, programme, results, input.actor);
    return results;
  });
}

/** Throws EngineError `programme_archived`. */
export function refuseArchived(programme: Programme): void {
  if (!programme.archived) return;
  throw new EngineError('conflict', 'programme_archived', `"${programme.name}" takes no appointments any more.`, {
    repair: 'Use another programme.',
  });
}

/** What `bookAppointments` does, in a transaction of the caller, which has read the programme in it and writes the trail. */
export async function bookIn(
  tx: Transaction,
  deps: Omit<BookDeps, 'db'>,
  programme: Programme,
  input: {
    items: readonly BookingItem[];
    /** What all of them come from; kept with each version. */
    cause?: string;
    actor: string;
  },
): Promise<BookingResult[]> {
  const { items, cause, actor } = input;
  const { nowMs } = programme;
  await lockPeople(tx, programme, {
    externalIds: items.map(({ externalId }) => externalId),
    phones: items.flatMap(({ phone }) => digitsOf(phone) ?? []),
  });
  const known = await findKnown(tx, programme, items);
  const read = readItems(deps, programme, items, known);
  const good = read.flatMap((one) => (one.ok ? [one] : []));
  const fresh = await insertAppointments(
    tx,
    programme,
    good.filter(({ item }) => !known.has(item.externalId)),
    { nowMs, actor },
  );
  // Somebody else may have booked the same a moment ago: then it is there now, and is changed like any other.
  const late = good.filter(({ item }) => !known.has(item.externalId) && !fresh.has(item.externalId));
  for (const [externalId, found] of await findKnown(
    tx,
    programme,
    late.map(({ item }) => item),
  ))
    known.set(externalId, found);

  const changes = good.flatMap(({ item, booking }): AppointmentWrite[] => {
    const made = fresh.get(item.externalId);
    if (made) return [{ appointmentId: made.appointment.appointmentId, change: 'booked', cause }];
    const before = known.get(item.externalId);
    const write = before && changeOf(programme, before, item, booking);
    return write ? [{ ...write, cause }] : [];
  });
  const locked = [...known.values(), ...fresh.values()];
  const changed = await changeAppointments(tx, deps, { programme, changes, locked, nowMs, actor });
  const byId = new Map(changed.map((one) => [one.appointment.externalId, one]));
  const conflicts = await findConflicts(
    tx,
    changed.map(({ appointment }) => appointment),
  );
  return read.map((one): BookingResult => {
    if (!one.ok) return one;
    const done = byId.get(one.item.externalId);
    const same = known.get(one.item.externalId);
    const result = done ?? (same && asItStands(same));
    if (!result) throw new Error(`appointment ${one.item.externalId} is neither new nor known`);
    const change = done?.change ?? 'unchanged';
    return {
      ok: true,
      ...viewChange(deps, programme, {
        ...result,
        change,
        conflicts: conflicts.get(result.appointment.appointmentId) ?? [],
      }),
    };
  });
}

type ReadItem =
  | { ok: true; item: BookingItem; booking: ReadBooking }
  | { ok: false; externalId: string; problem: BookingProblem };

/** Understands items; what is wrong with one stops that one only. */
function readItems(
  deps: Omit<BookDeps, 'db'>,
  programme: Programme,
  items: readonly BookingItem[],
  known: ReadonlyMap<string, AppointmentInPlan>,
): ReadItem[] {
  const required = requiredOfProgramme(programme.settings);
  return items.map((item, place): ReadItem => {
    if (items.findIndex(({ externalId }) => externalId === item.externalId) !== place) return twice(item);
    const problem = checkBooking(item, required);
    if (problem) return { ok: false, externalId: item.externalId, problem };
    const before = known.get(item.externalId);
    const result = readBooking(deps, programme, item, programme.nowMs, before?.appointment.startsAtMs);
    return result.ok ? { ok: true, item, booking: result.booking } : { ...result, externalId: item.externalId };
  });
}

const twice = ({ externalId }: BookingItem) => ({
  ok: false as const,
  externalId,
  problem: {
    code: 'duplicate_in_request' as const,
    message: `The external id "${externalId}" stands twice in this request; the first one was taken.`,
    pointer: '/externalId',
  },
});

const digitsOf = (text: string): number | undefined => {
  const phone = parsePhone(text);
  return phone.ok ? phone.digits : undefined;
};

/** Locked, so that of two writers with one external id the second sees what the first wrote. */
async function findKnown(
  tx: Transaction,
  programme: Programme,
  items: readonly Pick<BookingItem, 'externalId'>[],
): Promise<Map<string, AppointmentInPlan>> {
  if (items.length === 0) return new Map();
  const externalIds = items.map(({ externalId }) => externalId);
  const found = await readAppointments(tx, {
    which: sql`a.programme_id = ${programme.programmeId} and a.external_id = any(${sql.param(externalIds)}::text[])`,
    purpose: programme.settings.purpose,
    lock: true,
  });
  return new Map(found.map((one) => [one.appointment.externalId, one]));
}

/** What an item changes of an appointment that is there; null = nothing. */
function changeOf(
  programme: Programme,
  { appointment }: AppointmentInPlan,
  item: BookingItem,
  booking: ReadBooking,
): AppointmentWrite | null {
  const moved = booking.startsAtMs !== appointment.startsAtMs;
  const movedFar =
    Math.abs(booking.startsAtMs - appointment.startsAtMs) > programme.settings.repeatAfterMoveSeconds * 1000;
  const restored = appointment.state === 'cancelled';
  // Told by itself and not by its series, which then leaves it alone.
  const detached = item.detached === true || (appointment.seriesId !== null && item.seriesId === undefined);
  const edited =
    booking.phone !== appointment.phone ||
    booking.zone !== appointment.zone ||
    booking.zoneKey !== appointment.zoneKey ||
    booking.name !== appointment.name ||
    (item.detached === true && !appointment.detached) ||
    !sameVariables(booking.variables, appointment.variables);
  if (!moved && !restored && !edited) return null;
  const change: AppointmentChange = restored ? 'restored' : moved ? 'moved' : 'edited';
  const { externalId: _same, ...told } = booking;
  return {
    appointmentId: appointment.appointmentId,
    change,
    set: {
      ...told,
      ...(detached ? { detached } : {}),
      // As good as a booking: what was answered was about another time, and what has passed by now is not made up for.
      ...(restored || movedFar
        ? { state: 'booked' as const, answer: null, answeredAtMs: null, bookedAtMs: programme.nowMs }
        : {}),
      ...(restored ? { skipped: [...(item.skipped ?? [])] } : {}),
    },
  };
}
