import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';
import { endContacts, replan, type ToPlan } from './replan.ts';

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
 * Takes due rows that can no longer be sent as they stand: their window closed, they expired, or the plan changed.
 * Each is planned again, or its contact ends. Without it, closed rows would gather at the head of the queue and every
 * claim would read them. Answers how many it took; less than the batch = no more.
 */
export async function roll(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  run: RunContext,
  batch = 5_000,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const cancelled = run.state === 'cancelled';
    const taken = await rows<RolledRow>(
      tx,
      sql`with t as materialized (select outdial_now() as now), stale as (
            select d.contact_id, d.subject, d.step from due d
            where d.run_id = ${run.runId} ${cancelled ? sql`` : ofOlderPlan(run)}
            limit ${batch} for update skip locked
          ), closed as (
            select d.contact_id, d.subject, d.step from due d
            where d.run_id = ${run.runId} and d.roll_at <= (select now from t)
            order by d.roll_at limit ${batch} for update skip locked
          ), taken as (
            delete from due d using (select * from stale union select * from closed) as x
            where d.contact_id = x.contact_id and d.run_id = ${run.runId} and d.subject = x.subject and d.step = x.step returning d.*
          )
          select k.contact_id as "contactId", k.run_id as "runId", k.subject, k.step, to_ms(k.earliest_at) as "earliestMs",
            to_ms(k.closes_at) as "closesAtMs", to_ms(k.expires_at) as "expiresAtMs", case when s.step = k.step then s.attempts_made else 0 end as "attemptsMade",
            (select to_ms(now) from t) as "nowMs"
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
  });
}

/** Named step by step, so that the claim's index answers: "another version" would read every row of the run, each round. */
const ofOlderPlan = (run: RunContext) => sql`
  and d.step = any(${sql.param(run.steps.map((step) => step.index))}::integer[]) and d.policy_version < ${run.policyVersion}`;

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
