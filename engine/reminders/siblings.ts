import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { uuidArray } from '../dialing/lock-order.ts';
import type { AppointmentWrite } from './change-appointments.ts';
import type { Programme } from './find-programme.ts';
import type { AppointmentInPlan } from './read-appointments.ts';

/** Lock keys of people share their space with nothing else of ours: the first of the two halves names it. */
const PEOPLE_LOCK = 72_026;
/** A bulk of a thousand takes at most so many locks. */
const BUCKETS = 64;
/** One local day may be two dates of UTC apart. */
const DAY_MS = 86_400_000;

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
 * Appointments that share a message with these now, and those of the same people about the same days, which may share
 * one from now on.
 */
export async function siblingsOf(
  tx: Transaction,
  programme: Programme,
  found: readonly AppointmentInPlan[],
  changes: readonly AppointmentWrite[],
  nowMs: number,
): Promise<string[]> {
  const shared = found.flatMap(({ current }) => current.flatMap(({ sharedWith }) => sharedWith));
  if (programme.settings.mergeWithinSeconds === null) return [...new Set(shared)];
  const setOf = new Map(changes.map(({ appointmentId, set }) => [appointmentId, set]));
  const about = found.flatMap(({ appointment }) => {
    const set = setOf.get(appointment.appointmentId);
    const starts = [appointment.startsAtMs, ...(set?.startsAtMs === undefined ? [] : [set.startsAtMs])];
    const phones = [appointment.phone, ...(set?.phone === undefined ? [] : [set.phone])];
    return phones.flatMap((phone) => starts.map((at) => ({ phone, from: at - DAY_MS, to: at + DAY_MS })));
  });
  const near = await rows<{ id: string }>(
    tx,
    sql`select distinct a.id from jsonb_to_recordset(${JSON.stringify(about)}::jsonb) as i(phone bigint, "from" double precision, "to" double precision)
          join appointments a on a.phone = i.phone and a.starts_at between from_ms(i."from") and from_ms(i."to")
        where a.programme_id = ${programme.programmeId} and a.state <> 'cancelled' and a.starts_at > from_ms(${nowMs}::double precision)`,
  );
  return [...new Set([...shared, ...near.map(({ id }) => id)])];
}
