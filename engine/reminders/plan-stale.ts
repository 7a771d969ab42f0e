import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { changeAppointments } from './change-appointments.ts';
import { readProgrammes } from './find-programme.ts';

/** Appointments that began longer ago have nothing left to plan: messages after the start are at most this late. */
const PAST_DAYS = 60;
const PAST_BATCH = 5_000;

/**
 * Plans a batch of appointments again whose programme, rules or zones changed since: the nearest first. Until then
 * nothing of their old plan passes the gate. Answers how many were looked at; 0 = all plans are those of now.
 */
export async function planStale(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  runId: string,
  batch = 500,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const [programme] = await readProgrammes(tx, deps, sql`r.id = ${runId}`);
    if (!programme) return 0;
    const { programmeId, policyVersion } = programme;
    const oldest = await firstRow<{ version: number; nowMs: number }>(
      tx,
      sql`select plan_version as version, to_ms(outdial_now()) as "nowMs" from appointments
          where programme_id = ${programmeId} and plan_version < ${policyVersion} order by plan_version limit 1`,
    );
    if (!oldest) return 0;
    const ofVersion = sql`programme_id = ${programmeId} and plan_version = ${oldest.version}`;
    const stale = await rows<{ id: string }>(
      tx,
      sql`select id from appointments where ${ofVersion} and starts_at > outdial_now() - ${`${PAST_DAYS} days`}::interval
          order by starts_at limit ${batch}`,
    );
    if (stale.length > 0) {
      await changeAppointments(tx, deps, {
        programme,
        changes: [],
        replan: stale.map(({ id }) => id),
        nowMs: oldest.nowMs,
        actor: 'system',
      });
      return stale.length;
    }
    const past = await rows(
      tx,
      sql`update appointments set plan_version = ${policyVersion} where id in (
            select id from appointments where ${ofVersion} and starts_at <= outdial_now() - ${`${PAST_DAYS} days`}::interval
            order by starts_at limit ${PAST_BATCH} for update skip locked)
          returning 1`,
    );
    return past.length;
  });
}
