import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { findRun, refuseForState, type RunState } from './find-run.ts';
import { countWaiting } from './count-waiting.ts';
import { countInFlight, type InFlight } from './in-flight.ts';

export interface PauseInput {
  campaignId: string;
  reason?: string | undefined;
  actor: string;
}

/**
 * Pauses a campaign: writes its own row only, so that it needs nothing but Postgres and waits for nobody. Pausing
 * twice is one pause. Throws EngineError `unknown_campaign`, `campaign_<state>` and `campaign_not_launched`.
 */
export async function pauseCampaign(
  deps: Pick<EngineDeps, 'db'>,
  input: PauseInput,
): Promise<{ state: RunState } & InFlight> {
  const run = await findRun(deps.db, input.campaignId);
  await inTransaction(deps.db, async (tx) => {
    const paused = await pauseRun(tx, { ...input, runId: run.runId });
    if (!paused) {
      const now = await findRun(tx, input.campaignId);
      if (now.state !== 'paused') throw refuseForState('pause', now);
      return;
    }
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.pause',
      subject: `campaign:${input.campaignId}`,
      reason: input.reason,
      details: { waiting: await countWaiting(tx, run.runId) },
    });
    await tellOfCampaign(tx, 'campaign.paused', input.campaignId, { by: input.actor });
  });
  return {
    state: 'paused',
    ...(await countInFlight(deps.db, sql`o.run_id in (select id from runs where campaign_id = ${input.campaignId})`)),
  };
}

/** Pauses a running run; false = it does not run. */
export async function pauseRun(
  tx: Transaction,
  input: { runId: string; reason?: string | undefined; actor: string },
): Promise<boolean> {
  const paused = await firstRow(
    tx,
    sql`
      update runs
      set state = 'paused', paused_reason = ${input.reason ?? 'by_person'}, paused_by = ${input.actor},
        paused_at = (select outdial_now()), next_turn_at = '-infinity'
      where id = ${input.runId} and state = 'running'
      returning id`,
  );
  if (paused) await notifyWork(tx, 'run', input.runId);
  return paused !== undefined;
}
