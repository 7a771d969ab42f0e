import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import { findRun, refuseForState, type CampaignRun } from '../campaigns/find-run.ts';
import { wakeRuns } from '../campaigns/wake-runs.ts';
import type { Queryable } from '../../db/client.ts';

/**
 * The run whose contacts are to be put back. One that is over takes nobody in again. Throws EngineError
 * `unknown_campaign`, `campaign_completed`, `campaign_cancelled`.
 */
export async function repairableRun(db: Pick<Queryable, 'execute'>, campaignId: string): Promise<CampaignRun> {
  const run = await findRun(db, campaignId);
  if (run.state === 'completed' || run.state === 'cancelled') throw refuseForState('put contacts back into', run);
  return run;
}

/**
 * To be called last in the transaction that puts contacts back: should the run have come to its end meanwhile, nobody
 * would call them, and the transaction fails. From here on its end waits for them, and its next turn is now.
 */
export async function wakeForContacts(tx: Transaction, campaignId: string, runId: string): Promise<void> {
  await tx.execute(sql`select id from runs where id = ${runId} for update`);
  await repairableRun(tx, campaignId);
  await wakeRuns(tx, sql`r.id = ${runId}`);
}
