import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownCampaign } from './find-run.ts';

/** Calls a campaign otherwise; nothing but what people read depends on it. Throws EngineError `unknown_campaign`. */
export async function renameCampaign(
  deps: Pick<EngineDeps, 'db'>,
  input: { campaignId: string; name: string; actor: string },
): Promise<{ campaignId: string; name: string }> {
  const { campaignId, name } = input;
  return await inTransaction(deps.db, async (tx) => {
    const before = await firstRow<{ name: string }>(
      tx,
      sql`select name from campaigns where id = ${campaignId} for no key update`,
    );
    if (!before) throw unknownCampaign(campaignId);
    if (before.name === name) return { campaignId, name };
    await tx.execute(sql`update campaigns set name = ${name} where id = ${campaignId}`);
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.rename',
      subject: `campaign:${campaignId}`,
      details: { from: before.name, to: name },
    });
    return { campaignId, name };
  });
}
