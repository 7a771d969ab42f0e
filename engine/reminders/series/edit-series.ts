import type { EngineDeps } from '../../deps.ts';
import { findProgramme } from '../programmes/find-programme.ts';
import { findSeries } from './find-series.ts';
import { putSeries, type SeriesAnswer } from './put-series.ts';

export interface SeriesPatch {
  rule?: string | undefined;
  first?: string | undefined;
  zone?: string | undefined;
  phone?: string | undefined;
  name?: string | null | undefined;
  variables?: Record<string, string> | undefined;
}

/**
 * Changes a series by what is to be otherwise, for who does not hold all of it, the number above all. What is left out
 * stays; a name of null is taken away. `dryRun`: answers what it would do.
 * Throws EngineError `unknown_series` and as putSeries.
 */
export async function editSeries(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>,
  input: { programmeId: string; externalId: string; patch: SeriesPatch; dryRun?: boolean; actor: string },
): Promise<SeriesAnswer> {
  const { externalId, patch, dryRun, actor } = input;
  const { programmeId } = await findProgramme(deps.db, deps, input.programmeId);
  const now = await findSeries(deps.db, { programmeId, externalId });
  return await putSeries(deps, {
    programmeId,
    externalId,
    rule: patch.rule ?? now.rrule,
    first: patch.first ?? (patch.rule === undefined ? now.firstLocal : undefined),
    zone: patch.zone ?? now.zone,
    phone: patch.phone ?? `+${now.phone}`,
    name: (patch.name === undefined ? now.name : patch.name) ?? undefined,
    variables: patch.variables ?? now.variables,
    dryRun,
    actor,
  });
}
