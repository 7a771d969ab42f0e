import { sql } from 'drizzle-orm';
import { notifyLive } from '../../db/notify.ts';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { wakeRuns } from '../campaigns/wake-runs.ts';
import { tellOfRetry } from '../events/tell-of-retry.ts';
import { closeMembers } from './close-members.ts';

/**
 * A retry whose run is over is over too, and its campaign, which was open for it alone, may end again. To be called in
 * the transaction that ended the run.
 */
export async function closeRetry(
  tx: Transaction,
  run: { runId: string; campaignId: string },
  runState: string,
): Promise<void> {
  await closeMembers(tx, run.runId);
  const closed = await rows<{ id: string }>(
    tx,
    sql`update retries set state = case when state = 'aborted' or ${runState === 'cancelled'} then 'aborted' else 'completed' end,
          ended_at = coalesce(ended_at, outdial_now())
        where run_id = ${run.runId} returning id`,
  );
  for (const { id } of closed) {
    if (runState === 'completed') await tellOfRetry(tx, 'retry.completed', id);
    await notifyLive(tx, `retry:${id}`);
  }
  await wakeRuns(tx, sql`r.campaign_id = ${run.campaignId} and r.kind = 'campaign'`);
}
