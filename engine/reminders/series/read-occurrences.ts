import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import type { Programme } from '../programmes/find-programme.ts';
import { readAppointments, type Appointment } from '../plans/read-appointments.ts';
import { lockPeople } from '../plans/siblings.ts';
import type { Series } from './find-series.ts';

/** An appointment of a series, seen from it. */
export interface OccurrenceThere {
  appointment: Appointment;
  /** It has begun, or was to begin: what took place is not changed. */
  isOver: boolean;
  /** Edited or cancelled by itself: changes of the series leave it alone. */
  isItsOwn: boolean;
}

/** An occurrence is known by its date, at the end of its external id; its time may change with the series. */
export const occurrenceKey = (externalId: string): string => externalId.slice(externalId.lastIndexOf('/') + 1);

/** Today's are among them, over or not: another time of day must not make a second one of the same date. */
const BEFORE_MS = 2 * 86_400_000;

/** The appointments of a series that are still to come, and those of the last days; locked. */
export async function readOccurrences(
  tx: Transaction,
  programme: Programme,
  { seriesId, phone }: Series,
  nowMs: number,
): Promise<OccurrenceThere[]> {
  const which = sql`a.series_id = ${seriesId} and (a.starts_at > from_ms(${nowMs}::double precision)
    or a.occurrence_at > from_ms(${nowMs - BEFORE_MS}::double precision))`;
  const ids = await rows<{ id: string }>(tx, sql`select a.id from appointments a where ${which}`);
  // Where messages are shared the person is locked before any appointment.
  await lockPeople(tx, programme, { appointmentIds: ids.map(({ id }) => id), phones: [phone] });
  const found = await readAppointments(tx, { which, purpose: programme.settings.purpose, lock: true });
  const cancelled = found.flatMap(({ appointment }) =>
    appointment.state === 'cancelled' ? [appointment.appointmentId] : [],
  );
  const bySeries = await cancelledBySeries(tx, cancelled);
  return found.map(({ appointment }) => ({
    appointment,
    isOver: appointment.startsAtMs <= nowMs,
    isItsOwn: appointment.detached || (appointment.state === 'cancelled' && !bySeries.has(appointment.appointmentId)),
  }));
}

/** Those that the series itself took away, which it may bring back. */
async function cancelledBySeries(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await rows<{ id: string }>(
    tx,
    sql`select id from (
          select distinct on (appointment_id) appointment_id as id, cause from appointment_versions
          where appointment_id = any(${uuidArray(ids)}) and change = 'cancelled' order by appointment_id, version desc) v
        where cause in ('series_changed', 'series_ended')`,
  );
  return new Set(found.map(({ id }) => id));
}
