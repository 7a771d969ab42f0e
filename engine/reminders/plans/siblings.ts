import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { localDate } from '../../../domain/reminders/local-date.ts';
import type { EngineDeps } from '../../deps.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import type { AppointmentWrite } from './change-appointments.ts';
import type { Programme } from '../programmes/find-programme.ts';
import type { AppointmentInPlan } from './read-appointments.ts';

/** Lock keys of people share their space with nothing else of ours: the first of the two halves names it. */
const PEOPLE_LOCK = 72_026;
/** A bulk of a thousand takes at most so many locks. */
const BUCKETS = 64;
/** Two starts on one local date are never further apart: a day of 25 hours, in zones from UTC+14 to UTC-12. */
const SAME_DATE_MS = 52 * 3_600_000;

/**
 * Where appointments of one person may share a message, two bookings of that person must see each other: both lock the
 * person first. By buckets, in their order, so that bulks neither run out of locks nor wait in a ring.
 */
export async function lockPeople(
  tx: Transaction,
  programme: Programme,
  people: { appointmentIds?: readonly string[]; externalIds?: readonly string[]; phones?: readonly number[] },
): Promise<void> {
  if (programme.settings.mergeWithinSeconds === null) return;
  const { appointmentIds = [], externalIds = [], phones = [] } = people;
  await tx.execute(
    sql`select pg_advisory_xact_lock(${PEOPLE_LOCK}, bucket) from (
          select distinct (phone % ${BUCKETS})::int as bucket from (
            select phone from appointments where id = any(${uuidArray(appointmentIds)})
            union all select phone from appointments where programme_id = ${programme.programmeId}
              and external_id = any(${sql.param([...externalIds])}::text[])
            union all select unnest(${sql.param([...phones])}::bigint[])) p
          order by bucket) b`,
  );
}

/**
 * Appointments that share a message with these now, and those of the same people on the same local dates, before the
 * change and after it: one message serves appointments of one date only. None of another date, as its own messages may
 * be shared with appointments that nobody has read then.
 */
export async function siblingsOf(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones'>,
  programme: Programme,
  found: readonly AppointmentInPlan[],
  changes: readonly AppointmentWrite[],
  nowMs: number,
): Promise<string[]> {
  const shared = found.flatMap(({ current }) => current.flatMap(({ sharedWith }) => sharedWith));
  if (programme.settings.mergeWithinSeconds === null) return [...new Set(shared)];
  const setOf = new Map(changes.map(({ appointmentId, set }) => [appointmentId, set]));
  const states = found.flatMap(({ appointment }) => [
    appointment,
    { ...appointment, ...setOf.get(appointment.appointmentId) },
  ]);
  const about = states.map(({ phone, startsAtMs }) => ({
    phone,
    from: startsAtMs - SAME_DATE_MS,
    to: startsAtMs + SAME_DATE_MS,
  }));
  const near = await rows<Dated & { id: string }>(
    tx,
    sql`select distinct a.id, a.phone, a.zone, to_ms(a.starts_at) as "startsAtMs"
        from jsonb_to_recordset(${JSON.stringify(about)}::jsonb) as i(phone bigint, "from" double precision, "to" double precision)
          join appointments a on a.phone = i.phone and a.starts_at between from_ms(i."from") and from_ms(i."to")
        where a.programme_id = ${programme.programmeId} and a.state <> 'cancelled' and a.starts_at > from_ms(${nowMs}::double precision)`,
  );
  const dates = new Set(states.map((state) => dateOf(deps, state)));
  return [...new Set([...shared, ...near.filter((one) => dates.has(dateOf(deps, one))).map(({ id }) => id)])];
}

interface Dated {
  phone: number;
  zone: string;
  startsAtMs: number;
}

const dateOf = ({ zones }: Pick<EngineDeps, 'zones'>, { phone, zone, startsAtMs }: Dated): string =>
  `${phone}|${localDate(zones, zone, startsAtMs)}`;
