import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { canaryVerdict } from '../../domain/retries/canary-verdict.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { audit } from '../audit.ts';
import { pauseRun } from '../campaigns/pause.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';
import { tellOfRetry } from '../events/tell-of-retry.ts';
import { replan, type ToPlan } from '../planning/replan.ts';
import { closeMembers, readCanary } from './close-members.ts';
import { leftToDial } from './left-to-dial.ts';
import type { CanaryState } from './lock-retry.ts';

interface RetryRow {
  retryId: string;
  options: RetryOptions;
  canaryState: CanaryState;
  startsInMs: number;
  nowMs: number;
}

interface MemberRow {
  contactId: number;
  step: number;
  attemptsMade: number;
  same: boolean;
}

const BATCH = 2_000;

/**
 * The plan of a retry's turn: books what came of members, then queues the next ones: the canary first, and the rest
 * only when it went well. Answers how many it moved, and when there will be something to do.
 */
export async function planMembers(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  run: Pick<RunContext, 'runId' | 'campaignId'>,
  batch = BATCH,
): Promise<{ moved: number; againInMs: number | null }> {
  const retry = await readRetry(deps, run.runId);
  if (!retry) return { moved: 0, againInMs: null };
  if (retry.startsInMs > 0) return { moved: 0, againInMs: retry.startsInMs };
  return await inTransaction(deps.db, async (tx) => {
    await closeMembers(tx, run.runId);
    if (retry.canaryState === 'dialling') return { moved: await judgeCanary(tx, retry, run), againInMs: null };
    if (retry.canaryState === 'stopped') return { moved: 0, againInMs: null };
    const moved = await admit(tx, deps, retry, run.runId, batch);
    if (retry.canaryState === 'pending') {
      await tx.execute(sql`update retries set canary_state = 'dialling' where id = ${retry.retryId}`);
    }
    return { moved, againInMs: null };
  });
}

async function readRetry(deps: Pick<EngineDeps, 'db'>, runId: string): Promise<RetryRow | undefined> {
  return await firstRow<RetryRow>(
    deps.db,
    sql`with t as materialized (select outdial_now() as now)
        select r.id as "retryId", r.options, r.canary_state as "canaryState", to_ms(t.now) as "nowMs",
          greatest(to_ms(r.starts_at) - to_ms(t.now), 0) as "startsInMs"
        from t, retries r where r.run_id = ${runId}`,
  );
}

/** Contacts that stand as they did when the plan was made are planned by the rules of now; others are left, and say so. */
async function admit(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { retryId, canaryState, nowMs }: RetryRow,
  runId: string,
  batch: number,
): Promise<number> {
  const members = await rows<MemberRow>(
    tx,
    sql`select m.contact_id as "contactId", m.step, case when m.step = m.step_before then m.attempts_before else 0 end as "attemptsMade",
          s.state = m.state_before and s.changed_at = m.changed_at and s.resolution_id is null as same
        from run_members m join contact_states s on s.contact_id = m.contact_id
        where m.retry_id = ${retryId} and m.status = 'queued' and (m.is_canary or ${canaryState !== 'pending'})
        order by m.contact_id limit ${batch} for update of s`,
  );
  if (members.length === 0) return 0;
  const records = members.map(({ contactId, same }) => ({ contactId, status: same ? 'waiting' : 'excluded' }));
  await tx.execute(
    sql`update run_members m set status = i.status, exclusion = case when i.status = 'excluded' then 'changed_since' end
        from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as i("contactId" bigint, status text)
        where m.retry_id = ${retryId} and m.contact_id = i."contactId"`,
  );
  const plans: ToPlan[] = members
    .filter(({ same }) => same)
    .map(({ contactId, step, attemptsMade }) => ({
      contactId,
      runId,
      subject: '',
      step,
      earliestMs: nowMs,
      attemptsMade,
      reason: 'retry',
    }));
  await replan(tx, deps, plans, nowMs);
  return members.length;
}

/** Once nobody of the canary is open any more it has passed, or the retry stands until a person looks. */
async function judgeCanary(
  tx: Transaction,
  { retryId, options }: RetryRow,
  run: Pick<RunContext, 'runId' | 'campaignId'>,
): Promise<number> {
  const seen = await readCanary(tx, retryId);
  const verdict = canaryVerdict(options.canary, seen);
  if (verdict.kind === 'wait') return 0;
  await tx.execute(sql`update retries set canary_state = ${verdict.kind} where id = ${retryId}`);
  if (verdict.kind === 'passed') return 1;
  await pauseRun(tx, { runId: run.runId, reason: verdict.words, actor: 'system' });
  await tx.execute(sql`update retries set state = 'paused' where id = ${retryId}`);
  await audit(tx, {
    actor: 'system',
    action: 'retry.canary_stopped',
    subject: `retry:${retryId}`,
    reason: verdict.words,
    details: { ...seen, left: await leftToDial(tx, retryId) },
  });
  await tellOfRetry(tx, 'retry.canary_stopped', retryId);
  return 1;
}
