import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { findRun, refuseForState, type RunState } from './find-run.ts';
import { wakeRuns } from './wake-runs.ts';
import { countWaiting } from './count-waiting.ts';
import { countInFlight, type InFlight } from './in-flight.ts';

/**
 * Resumes a paused campaign; what expired or closed meanwhile is planned again by its next turn. Resuming a running
 * one changes nothing. Throws EngineError `unknown_campaign`, `campaign_cancelled`, `campaign_completed` ...
 */
export async function resumeCampaign(
  deps: Pick<EngineDeps, 'db'>,
  input: { campaignId: string; actor: string },
): Promise<{ state: RunState } & InFlight> {
  const run = await findRun(deps.db, input.campaignId);
  await inTransaction(deps.db, async (tx) => {
    const resumed = await resumeRun(tx, run.runId);
    if (!resumed) {
      const now = await findRun(tx, input.campaignId);
      if (now.state !== 'running') throw refuseForState('resume', now);
      return;
    }
    await wakeRuns(tx, sql`r.campaign_id = ${input.campaignId} and r.kind = 'retry'`);
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.resume',
      subject: `campaign:${input.campaignId}`,
      details: { waiting: await countWaiting(tx, run.runId) },
    });
    await tellOfCampaign(tx, 'campaign.resumed', input.campaignId, { by: input.actor });
  });
  return {
    state: 'running',
    ...(await countInFlight(deps.db, sql`o.run_id in (select id from runs where campaign_id = ${input.campaignId})`)),
  };
}

/** Lets a paused run go on; false = it is not paused. */
export async function resumeRun(tx: Transaction, runId: string): Promise<boolean> {
  const resumed = await firstRow(
    tx,
    sql`
      update runs
      set state = 'running', paused_reason = null, paused_by = null, paused_at = null, blocked_reason = null,
        next_turn_at = '-infinity'
      where id = ${runId} and state = 'paused'
      returning id`,
  );
  if (resumed) await notifyWork(tx, 'run', runId);
  return resumed !== undefined;
}
