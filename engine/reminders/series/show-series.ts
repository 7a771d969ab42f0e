import { sql } from 'drizzle-orm';
import type { EngineDeps } from '../../deps.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import { readNowMs } from '../../read-now.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { allOf, when } from '../../reading/where.ts';
import { findProgramme, readProgrammes } from '../programmes/find-programme.ts';
import { findSeries, readSeries, type SeriesState } from './find-series.ts';
import { viewSeries, type SeriesView } from './view-series.ts';

type Deps = Pick<EngineDeps, 'db' | 'law' | 'zones'>;

/** One series with its next five occurrences. Throws EngineError `unknown_programme`, `unknown_series`. */
export async function showSeries(deps: Deps, input: { programmeId: string; externalId: string }): Promise<SeriesView> {
  const programme = await findProgramme(deps.db, deps, input.programmeId);
  const series = await findSeries(deps.db, { ...input, programmeId: programme.programmeId });
  return await viewSeries(deps.db, deps, programme, series, await readNowMs(deps.db));
}

export interface ListSeries extends PageInput {
  /** Id or name; absent = of all. */
  programmeId?: string | undefined;
  state?: SeriesState | undefined;
  /** Digits. */
  phone?: number | undefined;
}

/** Series of a programme or all, in the order in which they were created. Throws EngineError `unknown_programme`. */
export async function listSeries(deps: Deps, input: ListSeries): Promise<Page<SeriesView>> {
  const only = input.programmeId === undefined ? undefined : await findProgramme(deps.db, deps, input.programmeId);
  const nowMs = await readNowMs(deps.db);
  const found = await readSeries(
    deps.db,
    allOf(
      when(only, ({ programmeId }) => sql`s.programme_id = ${programmeId}`),
      when(input.state, (state) => sql`s.state = ${state}`),
      when(input.phone, (phone) => sql`s.phone = ${phone}`),
      when(input.cursor, (cursor) => sql`s.id > ${cursor}`),
    ),
    { limit: fetchLimit(input) },
  );
  const { items, nextCursor } = toPage(found, input, ({ seriesId }) => seriesId);
  const ids = [...new Set(items.map(({ programmeId }) => programmeId))];
  const programmes = only ? [only] : await readProgrammes(deps.db, deps, sql`p.id = any(${uuidArray(ids)})`);
  const views: SeriesView[] = [];
  for (const series of items) {
    const programme = programmes.find(({ programmeId }) => programmeId === series.programmeId);
    if (programme) views.push(await viewSeries(deps.db, deps, programme, series, nowMs));
  }
  return { items: views, nextCursor };
}
