import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { findProgramme } from '../programmes/find-programme.ts';
import { skipSteps } from '../booking/skip.ts';
import type { AppointmentChangeView } from '../booking/view-change.ts';
import type { WhichSeries } from './change-series.ts';
import { findSeries } from './find-series.ts';
import { occurrenceKey } from './read-occurrences.ts';

/**
 * Lets one occurrence of a series pass in silence: its appointment stands, and none of its steps goes out. Without a
 * date it is the next one that is not skipped or cancelled already; `undo` needs the date.
 * Throws EngineError `unknown_series`, `unknown_occurrence`.
 */
export async function skipOnce(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichSeries & { occurrence?: string | undefined; undo?: boolean | undefined },
): Promise<AppointmentChangeView> {
  const programme = await findProgramme(deps.db, deps, input.programmeId);
  const series = await findSeries(deps.db, { ...input, programmeId: programme.programmeId });
  const keys = programme.settings.steps.map(({ key }) => key);
  const coming = await rows<{ externalId: string; isSkipped: boolean }>(
    deps.db,
    sql`select external_id as "externalId", skipped @> ${sql.param(keys)}::text[] as "isSkipped" from appointments
        where series_id = ${series.seriesId} and state <> 'cancelled' and starts_at > (select outdial_now()) order by starts_at`,
  );
  const found =
    input.occurrence === undefined
      ? coming.find(({ isSkipped }) => !isSkipped)
      : coming.find(({ externalId }) => occurrenceKey(externalId) === input.occurrence);
  if (!found) {
    const next = coming.slice(0, 3).map(({ externalId }) => occurrenceKey(externalId));
    const what = input.occurrence === undefined ? 'to skip' : `on ${input.occurrence}`;
    throw new EngineError('not_found', 'unknown_occurrence', `"${series.externalId}" has no occurrence ${what}.`, {
      repair: next.length > 0 ? `The next ones that are booked are ${next.join(', ')}.` : 'None is booked.',
    });
  }
  const { programmeId } = programme;
  const { actor, undo, reason } = input;
  return await skipSteps(deps, { programmeId, externalId: found.externalId, actor, undo, reason });
}
