import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { assignSlots } from '../../../domain/reminders/assign-slots.ts';
import { completeProgramme, type ProgrammeDraft } from '../../../domain/reminders/programme-draft.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { toCampaignSettings } from '../../../domain/reminders/to-campaign-settings.ts';
import { audit } from '../../audit.ts';
import type { CampaignWarning } from '../../campaigns/check-windows.ts';
import { writePace } from '../../campaigns/write-pace.ts';
import { writeVersion } from '../../campaigns/write-version.ts';
import { openPurses } from '../../credits/open-purses.ts';
import type { EngineDeps } from '../../deps.ts';
import { checkProgramme } from './check-programme.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { resolveActions } from './resolve-actions.ts';
import { warningsOfSettings } from './warnings.ts';
import { writeProgrammeVersion } from './write-version.ts';

export interface NewProgramme {
  name: string;
  settings: ProgrammeDraft;
  /** Check everything, write nothing. */
  dryRun?: boolean | undefined;
  actor: string;
}

export interface CreatedProgramme {
  /** Null after a dry run, as are its run and campaign. */
  programmeId: string | null;
  runId: string | null;
  campaignId: string | null;
  settings: ProgrammeSettings;
  version: number;
  /** What every appointment must bring along, by the texts. */
  requiredVariables: string[];
  warnings: CampaignWarning[];
}

/**
 * Creates a programme, which runs from then on: what is booked is planned. Its messages are contacts of a run of a
 * campaign that no list of campaigns shows.
 * Throws EngineError `settings_invalid` (with every problem), `programme_name_taken`, `programme_name_invalid`.
 */
export async function createProgramme(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law'>,
  input: NewProgramme,
): Promise<CreatedProgramme> {
  const { steps, problems } = await resolveActions(deps.db, input.settings.steps);
  const complete = completeProgramme({ ...input.settings, steps });
  const settings: ProgrammeSettings = { ...complete, steps: assignSlots(complete.steps) };
  const campaign = toCampaignSettings(settings);
  const { requiredVariables } = await checkProgramme(deps, settings, campaign, problems);
  const warnings = warningsOfSettings(settings);
  const answer = { settings, version: 1, requiredVariables, warnings };

  return await inTransaction(deps.db, async (tx) => {
    await refuseTakenName(tx, input.name);
    if (input.dryRun) return { ...answer, programmeId: null, runId: null, campaignId: null };
    const { campaignId, runId } = await writeRun(tx, input, campaign);
    await openPurses(tx, { campaignId, settings, actor: input.actor });
    const programme = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into programmes (name, campaign_id, run_id, settings, created_by)
        values (${input.name}, ${campaignId}, ${runId}, ${JSON.stringify(settings)}::jsonb, ${input.actor})
        returning id`,
    );
    if (!programme) throw new Error('insert into programmes returned no row');
    await writeVersion(tx, { campaignId, settings: campaign, actor: input.actor });
    await writeProgrammeVersion(tx, { programmeId: programme.id, version: 1, settings, actor: input.actor });
    await audit(tx, {
      actor: input.actor,
      action: 'programme.create',
      subject: `programme:${programme.id}`,
      details: { name: input.name, settings },
    });
    return { ...answer, programmeId: programme.id, runId, campaignId };
  });
}

/** The hidden campaign with its run and pace. */
async function writeRun(
  tx: Transaction,
  input: NewProgramme,
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
      insert into runs (kind, campaign_id, state, launched_at)
      select 'programme', id, 'running', (select outdial_now()) from campaign
      returning campaign_id as "campaignId", id as "runId"`,
  );
  if (!row) throw new Error('insert into runs returned no row');
  if (settings.pacePerSecond !== null) await writePace(tx, row.runId, settings);
  return row;
}
