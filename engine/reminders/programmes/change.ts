import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { assignSlots } from '../../../domain/reminders/assign-slots.ts';
import { completeProgramme, type ProgrammeChange } from '../../../domain/reminders/programme-draft.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { toCampaignSettings } from '../../../domain/reminders/to-campaign-settings.ts';
import { audit } from '../../audit.ts';
import { bumpPolicy } from '../../campaigns/bump-policy.ts';
import type { CampaignWarning } from '../../campaigns/check-windows.ts';
import { wakeRuns } from '../../campaigns/wake-runs.ts';
import { writePace } from '../../campaigns/write-pace.ts';
import { writeVersion } from '../../campaigns/write-version.ts';
import { openPursesLate } from '../../credits/open-purses-late.ts';
import { setBudget } from '../../credits/set-budget.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { findProgramme, type Programme } from './find-programme.ts';
import { checkProgramme, requiredOfProgramme } from './check-programme.ts';
import { foresee, type ProgrammeEffect } from './foresee.ts';
import { resolveActions } from './resolve-actions.ts';
import { refuseLackingVariables } from './lacking-variables.ts';
import { warningsOfSettings } from './warnings.ts';
import { writeProgrammeVersion } from './write-version.ts';

export interface ChangeOfProgramme {
  /** Id or name. */
  programmeId: string;
  /** What changes; steps are said whole. */
  settings: ProgrammeChange;
  /** The version that the change was made of; another one now is a conflict. */
  expectedVersion?: number | undefined;
  /** Only say what it would do. */
  dryRun?: boolean | undefined;
  actor: string;
}

export interface ChangedProgramme {
  programmeId: string;
  /** Of now; after a dry run still the old one. */
  version: number;
  settings: ProgrammeSettings;
  /** False = it said nothing new: no version was made. */
  changed: boolean;
  /** What is planned is planned again. */
  replanned: boolean;
  /** Messages that wait and are stale since the change, until the run has planned them again. */
  replan: { total: number };
  /** Null where nothing is planned again. */
  effect: ProgrammeEffect | null;
  requiredVariables: string[];
  warnings: CampaignWarning[];
}

/** These hold from the next dial on; everything else is in the plans of appointments. */
const NOT_PLANNED = [
  'pacePerSecond',
  'maxConcurrent',
  'maxAttempts',
  'waitSeconds',
  'budgetMicros',
  'dailyCapMicros',
  'personCaps',
] as const;

type ChangeDeps = Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'law'>;

/**
 * Changes a programme, also while it runs: a new version. What waits is stale at once and sends nothing; the next turns
 * of its run plan it again. Answers which pending steps that changes. Throws EngineError `unknown_programme`,
 * `programme_changed`, `settings_invalid`, `variables_missing`.
 */
export async function changeProgramme(deps: ChangeDeps, input: ChangeOfProgramme): Promise<ChangedProgramme> {
  const programme = await findProgramme(deps.db, deps, input.programmeId);
  const { programmeId, version } = programme;
  if (input.expectedVersion !== undefined && input.expectedVersion !== version) {
    throw programmeChanged(programme, input.expectedVersion);
  }
  const { settings, campaign, requiredVariables } = await settingsAfter(deps, programme, input.settings);
  const changed = !isDeepStrictEqual(settings, programme.settings);
  const replanned = !isDeepStrictEqual(planned(settings), planned(programme.settings));
  const known = requiredOfProgramme(programme.settings);
  const asked = requiredVariables.filter((name) => !known.includes(name));
  await refuseLackingVariables(deps.db, programme, asked);
  const effect = replanned ? await foresee(deps, programme, { settings, campaign }) : null;
  const warnings = warningsOfSettings(settings);
  const answer = { programmeId, settings, changed, replanned, effect, requiredVariables, warnings };
  if (input.dryRun || !changed) return { ...answer, version, replan: { total: 0 } };

  const total = await inTransaction(deps.db, async (tx) => {
    await lockVersion(tx, programme);
    return await apply(tx, { programme, settings, campaign, replanned, actor: input.actor });
  });
  return { ...answer, version: version + 1, replan: { total } };
}

const planned = (settings: ProgrammeSettings): unknown =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !NOT_PLANNED.some((free) => free === key)));

async function settingsAfter(
  deps: ChangeDeps,
  programme: Programme,
  change: ProgrammeChange,
): Promise<{ settings: ProgrammeSettings; campaign: CampaignSettings; requiredVariables: string[] }> {
  const before = programme.settings;
  const { steps, problems } = await resolveActions(deps.db, change.steps ?? before.steps);
  const complete = completeProgramme({ ...change, purpose: change.purpose ?? before.purpose, steps }, before);
  const slots = programme.campaign.steps.length;
  const settings = { ...complete, steps: assignSlots(complete.steps, { steps: before.steps, slots }) };
  const campaign = toCampaignSettings(settings, programme.campaign);
  const { requiredVariables } = await checkProgramme(deps, settings, campaign, problems);
  return { settings, campaign, requiredVariables };
}

/** What was looked at must be what is changed: the effect that was counted, and slots that nobody else took. */
async function lockVersion(tx: Transaction, programme: Programme): Promise<void> {
  const now = await firstRow<{ version: number }>(
    tx,
    sql`select version from programmes where id = ${programme.programmeId} for no key update`,
  );
  if (now && now.version !== programme.version) throw programmeChanged({ ...programme, ...now }, programme.version);
}

const programmeChanged = ({ name, version }: Pick<Programme, 'name' | 'version'>, expected: number): EngineError =>
  new EngineError('conflict', 'programme_changed', `"${name}" is at version ${version}, not ${expected}.`, {
    repair: 'Look at what it is now, and make the change of that.',
    details: { version },
  });

async function apply(
  tx: Transaction,
  {
    programme,
    settings,
    campaign,
    replanned,
    actor,
  }: {
    programme: Programme;
    settings: ProgrammeSettings;
    campaign: CampaignSettings;
    replanned: boolean;
    actor: string;
  },
): Promise<number> {
  const { programmeId, campaignId, runId } = programme;
  const version = programme.version + 1;
  await tx.execute(sql`
    update programmes set settings = ${JSON.stringify(settings)}::jsonb, version = ${version} where id = ${programmeId}`);
  await writeProgrammeVersion(tx, { programmeId, version, settings, actor });
  await tx.execute(sql`update campaigns set settings = ${JSON.stringify(campaign)}::jsonb where id = ${campaignId}`);
  await writeVersion(tx, { campaignId, settings: campaign, actor });
  if (settings.pacePerSecond !== programme.settings.pacePerSecond) await writePace(tx, runId, settings);
  if (settings.budgetMicros !== programme.settings.budgetMicros) {
    await setBudget(tx, { campaignId, budgetMicros: settings.budgetMicros, actor });
  }
  if (settings.dailyCapMicros !== null) await openPursesLate(tx, { campaignId, actor });
  const total = replanned ? await bumpPolicy(tx, runId) : 0;
  await audit(tx, {
    actor,
    action: 'programme.change',
    subject: `programme:${programmeId}`,
    details: { version, settings, replanned },
  });
  await wakeRuns(tx, sql`r.id = ${runId}`);
  return total;
}
