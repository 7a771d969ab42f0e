import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownCampaign } from './find-run.ts';
import { variablesOf } from './required-variables.ts';

/**
 * The variables without which a contact of this campaign cannot be spoken to: a list that is uploaded for it sets such
 * rows aside at once, with their row number. Throws EngineError `unknown_campaign`.
 */
export async function requiredOfCampaign(deps: Pick<EngineDeps, 'readDb'>, campaignId: string): Promise<string[]> {
  const campaign = await firstRow<{ settings: CampaignSettings }>(
    deps.readDb,
    sql`select settings from campaigns where id = ${campaignId}`,
  );
  if (!campaign) throw unknownCampaign(campaignId);
  return variablesOf(campaign.settings).required;
}
