import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../../db/client.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkSettings } from './check-settings.ts';
import { refuseForState, type RunState } from './find-run.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { completeSettings, type SettingsDraft } from './settings-draft.ts';
import { refuseMissingVariables } from './take-list.ts';

export type SettingsFields = { [Key in keyof SettingsDraft]?: SettingsDraft[Key] | undefined };

/** A campaign before a change of its settings. */
export interface BeforeChange {
  campaignId: string;
  name: string;
  settings: CampaignSettings;
  state: RunState;
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

/**
 * The settings as they would be after a change, checked whole; `replanned`: what waits is planned anew. Writes nothing.
 * Throws EngineError `campaign_cancelled`, `campaign_completed`, `settings_invalid`, `steps_fixed`, `unknown_template`,
 * `variables_missing`.
 */
export async function changeOfSettings(
  deps: { db: Pick<Queryable, 'execute'> } & Pick<EngineDeps, 'telephonyFor' | 'law'>,
  before: BeforeChange,
  change: SettingsFields,
): Promise<{ settings: CampaignSettings; replanned: boolean }> {
  if (before.state === 'cancelled' || before.state === 'completed') throw refuseForState('change', before);
  const settings = completeSettings(
    {
      ...change,
      purpose: change.purpose ?? before.settings.purpose,
      steps: await resolveTemplates(deps.db, change.steps ?? before.settings.steps),
    },
    before.settings,
  );
  refuseNewShape(before, settings);
  const { requiredVariables } = await checkSettings(deps, settings, before.settings);
  await refuseMissingVariables(deps.db, before.campaignId, requiredVariables);
  return { settings, replanned: PLANNED_KEYS.some((key) => !isDeepStrictEqual(settings[key], before.settings[key])) };
}

/** Contacts stand in a numbered step: once launched, the steps stay what they are. */
function refuseNewShape(before: BeforeChange, settings: CampaignSettings): void {
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
