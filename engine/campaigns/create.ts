import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { audit } from '../audit.ts';
import { openPurses } from '../credits/open-purses.ts';
import type { EngineDeps } from '../deps.ts';
import { checkSettings } from './check-settings.ts';
import { checkWindows, type CampaignWarning } from './check-windows.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { completeSettings, type SettingsDraft } from './settings-draft.ts';
import { takeLists } from './take-list.ts';
import { writePace } from './write-pace.ts';
import { writeVersion } from './write-version.ts';

export interface NewCampaign {
  name: string;
  settings: SettingsDraft;
  /** Lists to take now; more can be attached later. */
  importIds?: readonly string[] | undefined;
  /** Check everything, write nothing. */
  dryRun?: boolean | undefined;
  actor: string;
}

export interface CreatedCampaign {
  /** Null after a dry run. */
  campaignId: string | null;
  runId: string | null;
  settings: CampaignSettings;
  /** Who could never be reached, and why. */
  warnings: CampaignWarning[];
}

/**
 * Creates a campaign as a draft: nothing is dialled before its launch.
 * Throws EngineError `settings_invalid` (with every problem), `unknown_template`, `window_never_open`, and what `takeLists` throws.
 */
export async function createCampaign(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law'>,
  input: NewCampaign,
): Promise<CreatedCampaign> {
  const settings = completeSettings({
    ...input.settings,
    steps: await resolveTemplates(deps.db, input.settings.steps),
  });
  const { requiredVariables } = await checkSettings(deps, settings);
  if (input.dryRun) return { campaignId: null, runId: null, settings, warnings: [] };

  return await inTransaction(deps.db, async (tx) => {
    const { campaignId, runId } = await writeCampaign(tx, input, settings);
    await takeLists(tx, { campaignId, runId, importIds: input.importIds ?? [], requiredVariables });
    const warnings = await checkWindows(tx, deps, { runId, settings });
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.create',
      subject: `campaign:${campaignId}`,
      details: { name: input.name, settings, importIds: input.importIds ?? [] },
    });
    return { campaignId, runId, settings, warnings };
  });
}

/** A draft with its pace, its purses and its first version, of settings that are checked. It has no list yet. */
export async function writeCampaign(
  tx: Transaction,
  input: { name: string; actor: string },
  settings: CampaignSettings,
): Promise<{ campaignId: string; runId: string }> {
  const { campaignId, runId } = await insertCampaign(tx, input, settings);
  if (settings.pacePerSecond !== null) await writePace(tx, runId, settings);
  await openPurses(tx, { campaignId, settings, actor: input.actor });
  await writeVersion(tx, { campaignId, settings, actor: input.actor });
  return { campaignId, runId };
}

async function insertCampaign(
  tx: Transaction,
  input: { name: string; actor: string },
  settings: CampaignSettings,
): Promise<{ campaignId: string; runId: string }> {
  const row = await firstRow<{ campaignId: string; runId: string }>(
    tx,
    sql`
      with campaign as (
        insert into campaigns (name, settings, created_by)
        values (${input.name}, ${JSON.stringify(settings)}::jsonb, ${input.actor})
        returning id
      )
      insert into runs (kind, campaign_id, state) select 'campaign', id, 'draft' from campaign
      returning campaign_id as "campaignId", id as "runId"`,
  );
  if (!row) throw new Error('insert into runs returned no row');
  return row;
}
