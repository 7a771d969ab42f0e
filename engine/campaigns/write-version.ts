import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';

/**
 * Keeps the settings as they are from now on, for whoever asks later why somebody was dialled. The caller holds the
 * campaign's row, so that versions follow each other.
 */
export async function writeVersion(
  tx: Transaction,
  { campaignId, settings, actor }: { campaignId: string; settings: CampaignSettings; actor: string },
): Promise<void> {
  await tx.execute(sql`
    insert into campaign_versions (campaign_id, version, settings, created_by)
    select ${campaignId}, coalesce(max(version), 0) + 1, ${JSON.stringify(settings)}::jsonb, ${actor}
    from campaign_versions where campaign_id = ${campaignId}`);
}
