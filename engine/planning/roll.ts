import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';
import { isDueRow } from './is-due-row.ts';
import { endContacts, replan, type ToPlan } from './replan.ts';
import { shiftStale } from './shift-stale.ts';

interface RolledRow {
  contactId: number;
  runId: string;
  subject: string;
  step: number;
  earliestMs: number;
  closesAtMs: number;
  expiresAtMs: number;
  attemptsMade: number;
  nowMs: number;
}

/**
 * Brings due rows up to date that can no longer be sent as they stand: their plan changed, their window closed, or they
 * expired. Each gets new times, is planned again, or its contact ends. Without it, closed rows would gather at the head
 * of the queue and every claim would read them. Answers how many it took; 0 = no more.
 */
export async function roll(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  run: RunContext,
  batch = 5_000,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    if (run.state === 'cancelled') return await planAgain(tx, deps, run, sql`true`, batch);
    // Stale messages are planned by their appointments (engine/reminders/plans/plan-stale.ts).
    const { moved, left } = run.kind === 'programme' ? { moved: 0, left: [] } : await shiftStale(tx, deps, run, batch);
    const special =
      left.length === 0
        ? 0
        : await planAgain(
            tx,
            deps,
            run,
            sql`d.contact_id = any(${sql.param(left)}::bigint[]) and d.policy_version < ${run.policyVersion}`,
            left.length,
          );
    const current = run.kind === 'programme' ? sql`and d.policy_version = ${run.policyVersion}` : sql``;
    const closed = sql`d.roll_at <= (select now from t) ${current}`;
    return moved + special + (await planAgain(tx, deps, run, sql`${closed} order by d.roll_at`, batch));
  });
}

/** Takes rows out of the queue and plans their contacts anew, one by one. */
async function planAgain(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  run: RunContext,
  which: SQL,
  batch: number,
): Promise<number> {
  const cancelled = run.state === 'cancelled';
  const taken = await rows<RolledRow>(
    tx,
    sql`with t as materialized (select outdial_now() as now), picked as (
          select d.contact_id, d.subject, d.step from due d where d.run_id = ${run.runId} and ${which}
          limit ${batch} for update skip locked
        ), taken as (
          delete from due d using picked x
          where ${isDueRow(sql`x`, run.runId)} returning d.*
        )
        select k.contact_id as "contactId", k.run_id as "runId", k.subject, k.step, to_ms(k.earliest_at) as "earliestMs",
          to_ms(k.closes_at) as "closesAtMs", to_ms(k.expires_at) as "expiresAtMs",
          case when s.step = k.step then s.attempts_made else 0 end as "attemptsMade", (select to_ms(now) from t) as "nowMs"
        from taken k join contact_states s on s.contact_id = k.contact_id`,
  );
  const nowMs = taken[0]?.nowMs ?? 0;
  const reasonOf = (row: RolledRow): string | null => {
    if (cancelled) return null;
    if (row.expiresAtMs <= nowMs) return 'expired';
    return run.settings.leftovers === 'expire' && row.closesAtMs <= nowMs ? 'window_ended' : null;
  };
  const expired = taken.flatMap((row) => {
    const reason = reasonOf(row);
    return reason === null ? [] : [{ ...row, state: 'expired' as const, reason }];
  });
  const living: ToPlan[] = taken
    .filter((row) => reasonOf(row) === null)
    // A retry that waits for its time keeps it; only the window and the rules are looked at anew.
    .map((row) => ({ ...row, earliestMs: Math.max(row.earliestMs, nowMs), reason: null }));
  await replan(tx, deps, living, nowMs);
  await endContacts(tx, expired, nowMs);
  return taken.length;
}

/** Ends the contacts of a cancelled run that were never planned, a batch at a time. Answers how many. */
export async function endReady(deps: Pick<EngineDeps, 'db'>, run: RunContext, batch = 5_000): Promise<number> {
  const ended = await rows<{ id: number }>(
    deps.db,
    sql`update contact_states s set state = 'cancelled', reason = 'campaign_cancelled', changed_at = outdial_now()
        where s.contact_id in (select contact_id from contact_states where run_id = ${run.runId} and state = 'ready'
          limit ${batch} for update skip locked)
        returning s.contact_id as id`,
  );
  return ended.length;
}
