import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { findRun, refuseForState, type RunState } from './find-run.ts';
import { countWaiting } from './count-waiting.ts';
import { countInFlight, type InFlight } from './in-flight.ts';
import { abortRetriesOf } from '../retrying/abort-retry.ts';

/**
 * Cancels a campaign for good: a new policy version whose plan is "end". The run's next turns take its contacts to
 * `cancelled`; those in flight keep their own result. Cancelling twice is one cancel.
 * Throws EngineError `unknown_campaign`, `campaign_completed`.
 */
export async function cancelCampaign(
  deps: Pick<EngineDeps, 'db'>,
  input: { campaignId: string; reason?: string | undefined; actor: string },
): Promise<{ state: RunState } & InFlight> {
  const run = await findRun(deps.db, input.campaignId);
  await inTransaction(deps.db, async (tx) => {
    const cancelled = await firstRow(
      tx,
      sql`
        update runs
        set state = 'cancelled', policy_version = policy_version + 1, blocked_reason = null,
          next_turn_at = '-infinity'
        where id = ${run.runId} and state in ('draft', 'running', 'paused')
        returning id`,
    );
    if (!cancelled) {
      const now = await findRun(tx, input.campaignId);
      if (now.state !== 'cancelled') throw refuseForState('cancel', now);
      return;
    }
    await abortRetriesOf(tx, input);
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.cancel',
      subject: `campaign:${input.campaignId}`,
      reason: input.reason,
      details: { waiting: await countWaiting(tx, run.runId) },
    });
    await tellOfCampaign(tx, 'campaign.cancelled', input.campaignId, { by: input.actor });
    await notifyWork(tx, 'run', run.runId);
  });
  return {
    state: 'cancelled',
    ...(await countInFlight(deps.db, sql`o.run_id in (select id from runs where campaign_id = ${input.campaignId})`)),
  };
}
