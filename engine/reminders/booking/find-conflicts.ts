import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import type { Appointment } from '../plans/read-appointments.ts';

const CONFLICT_MS = 30 * 60_000;

/** Another appointment of the same number at about the same time: perhaps booked twice. */
export interface Conflict {
  programmeId: string;
  externalId: string;
  startsAtMs: number;
}

/** Of each appointment, others of its number that begin within half an hour of it. */
export async function findConflicts(
  db: Pick<Queryable, 'execute'>,
  appointments: readonly Appointment[],
): Promise<Map<string, Conflict[]>> {
  const living = appointments.filter(({ state }) => state !== 'cancelled');
  if (living.length === 0) return new Map();
  const found = await rows<Conflict & { of: string }>(
    db,
    sql`select o.id as of, b.programme_id as "programmeId", b.external_id as "externalId", to_ms(b.starts_at) as "startsAtMs"
        from appointments o join appointments b on b.phone = o.phone and b.id <> o.id and b.state <> 'cancelled'
          and b.starts_at between o.starts_at - ${`${CONFLICT_MS} milliseconds`}::interval and o.starts_at + ${`${CONFLICT_MS} milliseconds`}::interval
        where o.id = any(${uuidArray(living.map(({ appointmentId }) => appointmentId))})
        order by b.starts_at, b.id limit 2000`,
  );
  const conflicts = new Map<string, Conflict[]>();
  for (const { of, ...conflict } of found) conflicts.set(of, [...(conflicts.get(of) ?? []), conflict]);
  return conflicts;
}
