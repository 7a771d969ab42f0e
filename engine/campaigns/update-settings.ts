import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { audit } from '../audit.ts';
import { openPursesLate } from '../credits/open-purses-late.ts';
import { setBudget } from '../credits/set-budget.ts';
import type { EngineDeps } from '../deps.ts';
import { bumpPolicy } from './bump-policy.ts';
import { changeOfSettings, type BeforeChange, type SettingsFields } from './change-of-settings.ts';
import { checkWindows, type CampaignWarning } from './check-windows.ts';
import { unknownCampaign } from './find-run.ts';
import { wakeRuns } from './wake-runs.ts';
import { writePace } from './write-pace.ts';
import { writeVersion } from './write-version.ts';

export interface SettingsChange {
  campaignId: string;
  /** What changes; a function where it follows from what is set, which nobody else can change meanwhile. */
  change: SettingsFields | ((settings: CampaignSettings) => SettingsFields);
  /** Kept in the audit trail. */
  evidence?: Record<string, unknown> | undefined;
  actor: string;
}

export interface ChangedSettings {
  settings: CampaignSettings;
  /** What waits is planned anew. */
  replanned: boolean;
  /** Due rows that the change made stale; progress says how many are left. */
  replan: { total: number };
  warnings: CampaignWarning[];
}

interface Locked extends BeforeChange {
  runId: string;
}

/**
 * Changes settings, also while the campaign runs. What is planned anew gets a new policy version; pace, concurrency,
 * budget and caps hold from the next claim on. Writes the campaign's own rows only.
 * Throws EngineError `unknown_campaign`, `window_never_open`, and what changeOfSettings throws.
 */
export async function updateSettings(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law'>,
  input: SettingsChange,
): Promise<ChangedSettings> {
  return await inTransaction(deps.db, async (tx) => {
    const before = await lockCampaign(tx, input.campaignId);
    const change = typeof input.change === 'function' ? input.change(before.settings) : input.change;
    const { settings, replanned } = await changeOfSettings({ ...deps, db: tx }, before, change);
    const warnings = replanned ? await checkWindows(tx, deps, { runId: before.runId, settings }) : [];

    await tx.execute(sql`
      update campaigns set settings = ${JSON.stringify(settings)}::jsonb where id = ${input.campaignId}`);
    await writeVersion(tx, { ...input, settings });
    if (settings.pacePerSecond !== before.settings.pacePerSecond) await writePace(tx, before.runId, settings);
    if (settings.budgetMicros !== before.settings.budgetMicros) {
      await setBudget(tx, { ...input, budgetMicros: settings.budgetMicros });
    }
    if (settings.dailyCapMicros !== null) await openPursesLate(tx, input);
    const total = replanned ? await bumpPolicy(tx, before.runId) : 0;
    // What a retry does not set itself it has from here.
    for (const runId of await openRetryRuns(tx, input.campaignId)) {
      if (replanned) await bumpPolicy(tx, runId);
      await wakeRuns(tx, sql`r.id = ${runId}`);
    }
    await tx.execute(sql`update runs set next_turn_at = '-infinity' where id = ${before.runId} and state = 'running'`);
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.settings',
      subject: `campaign:${input.campaignId}`,
      details: { change, replanned, ...input.evidence },
    });
    await notifyWork(tx, 'run', before.runId);
    return { settings, replanned, replan: { total }, warnings };
  });
}

async function openRetryRuns(tx: Transaction, campaignId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    sql`select id from runs where campaign_id = ${campaignId} and kind = 'retry' and state in ('running', 'paused') order by id`,
  );
  return found.map(({ id }) => id);
}

async function lockCampaign(tx: Transaction, campaignId: string): Promise<Locked> {
  const row = await firstRow<Locked>(
    tx,
    sql`
      select c.id as "campaignId", c.name, c.settings, r.id as "runId", r.state
      from campaigns c join runs r on r.campaign_id = c.id and r.kind = 'campaign'
      where c.id = ${campaignId}
      for no key update of c`,
  );
  if (!row) throw unknownCampaign(campaignId);
  return row;
}
