import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { findRun, refuseForState, type CampaignRun } from '../campaigns/find-run.ts';
import { EngineError } from '../error.ts';

export interface RetryableCampaign extends CampaignRun {
  campaignId: string;
  settings: CampaignSettings;
}

/**
 * A campaign whose failed contacts may be dialled again: launched and not cancelled; a completed one is opened again.
 * Throws EngineError `unknown_campaign`, `campaign_not_launched`, `campaign_cancelled`, `retry_of_reminders`.
 */
export async function retryableCampaign(
  db: Pick<Queryable, 'execute'>,
  campaignId: string,
): Promise<RetryableCampaign> {
  const programme = await firstRow(
    db,
    sql`select id from runs where campaign_id = ${campaignId} and kind = 'programme'`,
  );
  if (programme) {
    throw new EngineError(
      'conflict',
      'retry_of_reminders',
      'Reminders are not retried in groups: their time decides.',
      {
        repair: 'Send one again from its appointment.',
      },
    );
  }
  const run = await findRun(db, campaignId);
  if (run.state === 'draft' || run.state === 'cancelled') throw refuseForState('retry contacts of', run);
  const row = await firstRow<{ settings: CampaignSettings }>(
    db,
    sql`select settings from campaigns where id = ${campaignId}`,
  );
  if (!row) throw new Error(`campaign ${campaignId} is gone`);
  return { ...run, campaignId, settings: row.settings };
}
