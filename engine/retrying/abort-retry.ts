import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyLive, notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { giveMembersBack } from './give-members-back.ts';
import { lockRetry, type LockedRetry } from './lock-retry.ts';

/** An answer that takes longer leaves somebody waiting who has pressed stop. */
const ANSWER_WITHIN_MS = 1_000;

export interface Aborted extends InFlight {
  state: 'aborted';
  /** Members that stand again as they did before. */
  givenBack: number;
  /** Members whose turn that comes to yet: nothing of them is dialled, their state follows in moments. */
  stillToGiveBack: number;
}

/**
 * Ends a retry: with this commit nothing of it passes the gate any more, and who was not dialled gets back how it stood.
 * Needs nothing but Postgres. Aborting twice is one abort. Throws EngineError `unknown_retry`, `retry_completed`.
 */
export async function abortRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; reason?: string | undefined; actor: string },
): Promise<Aborted> {
  const retry = await inTransaction(deps.db, (tx) => abortIn(tx, input));
  const runId = retry.runId;
  if (runId === null)
    return { state: 'aborted', givenBack: 0, stillToGiveBack: 0, inFlight: 0, mayStillBegin: 0, lastCanEndAt: null };
  // What this request does not get to, the run's next turns do.
  const untilMs = performance.now() + ANSWER_WITHIN_MS;
  while (performance.now() < untilMs && (await giveMembersBack(deps, runId)) > 0);
  return {
    state: 'aborted',
    ...(await countMembers(deps, input.retryId)),
    ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)),
  };
}

async function abortIn(
  tx: Transaction,
  input: { retryId: string; reason?: string | undefined; actor: string },
): Promise<LockedRetry> {
  const locked = await lockRetry(tx, input.retryId);
  if (locked.state === 'completed') throw retryCompleted(locked.name);
  if (locked.state === 'aborted') return locked;
  await tx.execute(
    sql`update retries set state = 'aborted', ended_at = (select outdial_now()) where id = ${input.retryId}`,
  );
  if (locked.runId !== null) {
    await tx.execute(sql`
      update runs set state = 'cancelled', policy_version = policy_version + 1, blocked_reason = null, next_turn_at = '-infinity'
      where id = ${locked.runId} and state in ('running', 'paused')`);
    await notifyWork(tx, 'run', locked.runId);
  }
  const { actor, reason } = input;
  const details = locked.runId === null ? {} : await takeUndialled(tx, input.retryId, locked.runId);
  await audit(tx, { actor, action: 'retry.abort', subject: `retry:${input.retryId}`, reason, details });
  await notifyLive(tx, `retry:${input.retryId}`);
  return locked;
}

/** Who was not queued yet never left the state in which it was. Answers how many are given back, at once and later. */
async function takeUndialled(tx: Transaction, retryId: string, runId: string): Promise<Record<string, number>> {
  const row = await firstRow<{ givenBack: number; stillToGiveBack: number }>(
    tx,
    sql`with given_back as (
          update run_members set status = 'given_back', done_at = (select outdial_now())
          where retry_id = ${retryId} and status = 'queued' returning 1
        )
        select (select count(*)::int from given_back) as "givenBack",
          (select count(*)::int from due d where d.run_id = ${runId}) as "stillToGiveBack"`,
  );
  const { givenBack = 0, stillToGiveBack = 0 } = row ?? {};
  return { contacts: givenBack + stillToGiveBack, givenBack, stillToGiveBack };
}

async function countMembers(
  deps: Pick<EngineDeps, 'db'>,
  retryId: string,
): Promise<{ givenBack: number; stillToGiveBack: number }> {
  const row = await firstRow<{ givenBack: number; stillToGiveBack: number }>(
    deps.db,
    sql`select count(*) filter (where m.status = 'given_back')::int as "givenBack",
          (select count(*)::int from due d where d.run_id = (select t.run_id from retries t where t.id = ${retryId})) as "stillToGiveBack"
        from run_members m where m.retry_id = ${retryId}`,
  );
  return row ?? { givenBack: 0, stillToGiveBack: 0 };
}

/**
 * Ends every open retry of a campaign that is cancelled, in the same transaction; their turns give the members back to
 * the campaign, where they end with it.
 */
export async function abortRetriesOf(
  tx: Transaction,
  input: { campaignId: string; actor: string; reason?: string | undefined },
): Promise<void> {
  const open = await rows<{ id: string }>(
    tx,
    sql`select id from retries where campaign_id = ${input.campaignId} and state in ('planned', 'running', 'paused') order by id`,
  );
  for (const { id } of open) await abortIn(tx, { ...input, retryId: id });
}

const retryCompleted = (name: string): EngineError =>
  new EngineError('conflict', 'retry_completed', `The retry "${name}" is completed: everyone has their result.`);
