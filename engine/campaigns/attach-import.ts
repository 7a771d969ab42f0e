import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { checkWindows, type CampaignWarning } from './check-windows.ts';
import { findRun, refuseForState, unknownCampaign } from './find-run.ts';
import { variablesOf } from './required-variables.ts';
import { takeLists } from './take-list.ts';
import { wakeRuns } from './wake-runs.ts';

/**
 * Gives another list to a campaign, also while it runs: its contacts are then planned by the next turn.
 * Throws EngineError `unknown_campaign`, `campaign_cancelled`, `campaign_completed`, `window_never_open`, and what `takeLists` throws.
 */
export async function attachImport(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: { campaignId: string; importId: string; actor: string },
): Promise<{ campaignId: string; importId: string; warnings: CampaignWarning[] }> {
  const { campaignId, importId } = input;
  return await inTransaction(deps.db, async (tx) => {
    const run = await findRun(tx, campaignId);
    if (run.state === 'cancelled' || run.state === 'completed') throw refuseForState('add a list to', run);
    const campaign = await firstRow<{ settings: CampaignSettings }>(
      tx,
      sql`select settings from campaigns where id = ${campaignId}`,
    );
    if (!campaign) throw unknownCampaign(campaignId);
    const { required } = variablesOf(campaign.settings);
    await takeLists(tx, {
      campaignId,
      runId: run.runId,
      importIds: [importId],
      requiredVariables: required,
      // Before the launch a list may still be read: the launch takes what came later. Afterwards nothing would.
      mustBeDone: run.state !== 'draft',
    });
    const warnings = await checkWindows(tx, deps, { runId: run.runId, settings: campaign.settings });
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.attach_import',
      subject: `campaign:${campaignId}`,
      details: { importId },
    });
    // Should it have come to its end meanwhile, nobody would call these people. From here on its end waits for them.
    await tx.execute(sql`select id from runs where id = ${run.runId} for update`);
    const now = await findRun(tx, campaignId);
    if (now.state === 'cancelled' || now.state === 'completed') throw refuseForState('add a list to', now);
    await wakeRuns(tx, sql`r.id = ${run.runId}`);
    return { campaignId, importId, warnings };
  });
}
