import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { unknownCampaign } from '../campaigns/find-run.ts';

/** What a campaign was told. Throws EngineError `unknown_campaign`. */
export async function findSettings(db: Pick<Queryable, 'execute'>, campaignId: string): Promise<CampaignSettings> {
  const found = await firstRow<{ settings: CampaignSettings }>(
    db,
    sql`select settings from campaigns where id = ${campaignId}`,
  );
  if (!found) throw unknownCampaign(campaignId);
  return found.settings;
}
