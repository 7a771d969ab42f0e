import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignEvent } from '../../domain/events/event-kind.ts';
import { writeEvents } from './write-events.ts';

/**
 * Tells other systems what became of a campaign, in the transaction of the change and once for each: with its name and how
 * many of its contacts are in which state. What people typed is not told: a reason may hold a number.
 */
export async function tellOfCampaign(
  tx: Transaction,
  kind: CampaignEvent,
  campaignId: string,
  /** `by`: who did it. `rule`: of a pause by Outdial itself, which rule that was. */
  about: { by?: string; rule?: string } = {},
): Promise<void> {
  const campaign = await firstRow<{ name: string; contacts: Record<string, number> }>(
    tx,
    sql`select c.name, (
          select coalesce(jsonb_object_agg(k.key, k.n), '{}') from (
            select l.key, sum(l.n)::int as n from live_counts l
            where l.run_id = r.id and l.what = 'contact' group by l.key having sum(l.n) > 0) k
        ) as contacts
        from campaigns c join runs r on r.campaign_id = c.id and r.kind = 'campaign' where c.id = ${campaignId}`,
  );
  if (campaign)
    await writeEvents(tx, [{ kind, subject: `campaign:${campaignId}`, data: { campaignId, ...campaign, ...about } }]);
}
