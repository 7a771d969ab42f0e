import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyLive, notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { settingsOfRetry } from '../../domain/retries/settings-of-retry.ts';
import { audit } from '../audit.ts';
import { refuseForState } from '../campaigns/find-run.ts';
import { writePace } from '../campaigns/write-pace.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { lockRetry, unknownRetry } from './lock-retry.ts';
import { retryableCampaign } from './retryable-campaign.ts';

/** Nobody is queued before: whoever pressed by mistake takes it back as if nothing had been. */
export const UNDO_SECONDS = 5;
/** A plan speaks of the hours, the money and the people of its time. */
export const PLAN_LIFE_HOURS = 24;

/**
 * Starts a planned retry: its members are queued once the time for taking it back is over. A completed campaign is open
 * again until it ends. Starting twice is one start. Members that another retry took meanwhile are left out, and say so.
 * Throws EngineError `unknown_retry`, `retry_over`, `plan_too_old`, `nobody_left`, `campaign_paused`, `campaign_cancelled`.
 */
export async function startRetry(
  deps: Pick<EngineDeps, 'db'>,
  input: { retryId: string; actor: string },
): Promise<{ startsAtMs: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const retry = await lockRetry(tx, input.retryId);
    if (retry.state === 'running' || retry.state === 'paused') return { startsAtMs: retry.startsAtMs ?? 0 };
    if (retry.state !== 'planned') throw retryOver(retry.name, retry.state);
    if (retry.ageSeconds > PLAN_LIFE_HOURS * 3600) throw planTooOld(retry.name);
    const campaign = await retryableCampaign(tx, retry.campaignId);
    if (campaign.state === 'paused') throw refuseForState('retry contacts of', campaign);
    await tx.execute(sql`select id from runs where id = ${campaign.runId} for update`);
    if ((await queueMembers(tx, input.retryId)) === 0) throw nobodyLeft();
    const runId = await openRun(tx, campaign, retry.options);
    const started = await firstRow<{ startsAtMs: number }>(
      tx,
      sql`with t as materialized (select outdial_now() as now)
          update retries set state = 'running', run_id = ${runId}, started_by = ${input.actor}, started_at = t.now,
            starts_at = t.now + make_interval(secs => ${UNDO_SECONDS})
          from t where id = ${input.retryId} returning to_ms(starts_at) as "startsAtMs"`,
    );
    if (!started) throw unknownRetry(input.retryId);
    await audit(tx, {
      actor: input.actor,
      action: 'retry.start',
      subject: `retry:${input.retryId}`,
      reason: retry.reason,
      details: { campaignId: campaign.campaignId, runId, willDial: retry.willDial },
    });
    await notifyWork(tx, 'run', runId);
    await notifyLive(tx, `retry:${input.retryId}`);
    return started;
  });
}

/** By the order of contacts, so that two retries of one group do not wait for each other in a ring. */
async function queueMembers(tx: Transaction, retryId: string): Promise<number> {
  const queued = await rows(
    tx,
    sql`with free as (
          select m.contact_id from run_members m where m.retry_id = ${retryId} and m.status = 'planned'
            and not exists (select from run_members o where o.contact_id = m.contact_id and o.status in ('queued', 'waiting'))
          order by m.contact_id
        )
        update run_members m set status = 'queued' from free f
        where m.retry_id = ${retryId} and m.contact_id = f.contact_id returning 1`,
  );
  await tx.execute(sql`
    update run_members set status = 'excluded', exclusion = 'in_other_retry' where retry_id = ${retryId} and status = 'planned'`);
  return queued.length;
}

async function openRun(
  tx: Transaction,
  campaign: { campaignId: string; runId: string; settings: Parameters<typeof settingsOfRetry>[0] },
  options: RetryOptions,
): Promise<string> {
  const run = await firstRow<{ id: string }>(
    tx,
    sql`insert into runs (kind, campaign_id, state, launched_at, next_turn_at)
        values ('retry', ${campaign.campaignId}, 'running', outdial_now(), '-infinity') returning id`,
  );
  if (!run) throw new Error('insert into runs returned no row');
  await writePace(tx, run.id, settingsOfRetry(campaign.settings, options));
  await tx.execute(sql`
    update runs set state = 'running', ended_at = null where id = ${campaign.runId} and state = 'completed'`);
  return run.id;
}

const retryOver = (name: string, state: string): EngineError =>
  new EngineError('conflict', 'retry_over', `The retry "${name}" is ${state}.`, {
    repair: 'Plan another: what failed again can be taken from its page.',
    details: { state },
  });

const planTooOld = (name: string): EngineError =>
  new EngineError('conflict', 'plan_too_old', `The plan "${name}" is older than ${PLAN_LIFE_HOURS} hours.`, {
    repair: 'Plan it again: hours, credit and people have changed since.',
  });

const nobodyLeft = (): EngineError =>
  new EngineError('conflict', 'nobody_left', 'Nobody of this plan is left to dial.', {
    repair: 'Look at its list: each contact says why. Then plan another.',
  });
