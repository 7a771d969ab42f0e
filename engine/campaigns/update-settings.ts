import { sql } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { firstRow } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { audit } from '../audit.ts';
import { openPursesLate } from '../credits/open-purses-late.ts';
import { setBudget } from '../credits/set-budget.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkSettings } from './check-settings.ts';
import { refuseForState, unknownCampaign, type RunState } from './find-run.ts';
import { paceLimit } from './pace-limit.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { completeSettings, type SettingsDraft } from './settings-draft.ts';
import { refuseMissingVariables } from './take-list.ts';

export interface SettingsChange {
  campaignId: string;
  change: { [Key in keyof SettingsDraft]?: SettingsDraft[Key] | undefined };
  actor: string;
}

/** What is written into due rows when they are planned: a change of these makes the rows stale. */
const PLANNED_KEYS = [
  'steps',
  'purpose',
  'hours',
  'startsAtMs',
  'endsAtMs',
  'expiresAfterSeconds',
  'ringingTimeoutSeconds',
] as const;

interface Locked {
  name: string;
  settings: CampaignSettings;
  runId: string;
  state: RunState;
}

/**
 * Changes settings, also while the campaign runs. What is planned anew gets a new policy version; pace, concurrency,
 * budget and caps hold from the next claim on. Writes the campaign's own rows only.
 * Throws EngineError `unknown_campaign`, `campaign_cancelled`, `campaign_completed`, `settings_invalid`,
 * `steps_fixed`, `variables_missing`, `budget_not_removable`.
 */
export async function updateSettings(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: SettingsChange,
): Promise<{ settings: CampaignSettings; replanned: boolean }> {
  return await inTransaction(deps.db, async (tx) => {
    const before = await lockCampaign(tx, input.campaignId);
    if (before.state === 'cancelled' || before.state === 'completed') throw refuseForState('change', before);
    const settings = completeSettings(
      {
        ...input.change,
        purpose: input.change.purpose ?? before.settings.purpose,
        steps: await resolveTemplates(tx, input.change.steps ?? before.settings.steps),
      },
      before.settings,
    );
    refuseNewShape(before, settings);
    const { requiredVariables } = await checkSettings({ db: tx, telephonyFor: deps.telephonyFor }, settings);
    await refuseMissingVariables(tx, input.campaignId, requiredVariables);

    await tx.execute(sql`
      update campaigns set settings = ${JSON.stringify(settings)}::jsonb where id = ${input.campaignId}`);
    if (settings.pacePerSecond !== before.settings.pacePerSecond) await writePace(tx, before.runId, settings);
    if (settings.budgetMicros !== before.settings.budgetMicros) {
      await setBudget(tx, { ...input, budgetMicros: settings.budgetMicros });
    }
    if (settings.dailyCapMicros !== null) await openPursesLate(tx, input);
    const replanned = PLANNED_KEYS.some((key) => !isDeepStrictEqual(settings[key], before.settings[key]));
    await tx.execute(sql`
      update runs
      set policy_version = policy_version + ${replanned ? 1 : 0},
        next_turn_at = case when state = 'running' then '-infinity' else next_turn_at end
      where id = ${before.runId}`);
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.settings',
      subject: `campaign:${input.campaignId}`,
      details: { change: input.change, replanned },
    });
    await notifyWork(tx, 'run', before.runId);
    return { settings, replanned };
  });
}

async function lockCampaign(tx: Transaction, campaignId: string): Promise<Locked> {
  const row = await firstRow<Locked>(
    tx,
    sql`
      select c.name, c.settings, r.id as "runId", r.state
      from campaigns c join runs r on r.campaign_id = c.id and r.kind = 'campaign'
      where c.id = ${campaignId}
      for no key update of c`,
  );
  if (!row) throw unknownCampaign(campaignId);
  return row;
}

/** Contacts stand in a numbered step: once launched, the steps stay what they are. */
function refuseNewShape(before: Locked, settings: CampaignSettings): void {
  const shape = (s: CampaignSettings): string => s.steps.map((step) => step.channel).join(', ');
  if (before.state === 'draft' || shape(before.settings) === shape(settings)) return;
  throw new EngineError(
    'conflict',
    'steps_fixed',
    `The steps of a launched campaign stay: ${shape(before.settings)}.`,
    {
      repair: 'Change text, agent, number or account of a step, or create another campaign.',
    },
  );
}

async function writePace(tx: Transaction, runId: string, settings: CampaignSettings): Promise<void> {
  if (settings.pacePerSecond === null) {
    await tx.execute(sql`delete from pacers where run_id = ${runId}`);
    return;
  }
  const { maxCount, windowMs } = paceLimit(settings.pacePerSecond);
  const changed = await firstRow(
    tx,
    sql`update pacers set max_count = ${maxCount}, window_ms = ${windowMs} where run_id = ${runId} returning id`,
  );
  if (!changed) {
    await tx.execute(sql`
      insert into pacers (run_id, max_count, window_ms) values (${runId}, ${maxCount}, ${windowMs})`);
  }
}
