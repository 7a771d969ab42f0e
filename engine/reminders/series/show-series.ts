import { sql } from 'drizzle-orm';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { findProgramme } from '../programmes/find-programme.ts';
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
  programmeId: string;
  state?: SeriesState | undefined;
  /** Digits. */
  phone?: number | undefined;
}

/** The series of a programme, in the order in which they were created. */
export async function listSeries(deps: Deps, input: ListSeries): Promise<Page<SeriesView>> {
  const programme = await findProgramme(deps.db, deps, input.programmeId);
  const nowMs = await readNowMs(deps.db);
  const found = await readSeries(
    deps.db,
    sql`s.programme_id = ${programme.programmeId}
      and ${input.state === undefined ? sql`true` : sql`s.state = ${input.state}`}
      and ${input.phone === undefined ? sql`true` : sql`s.phone = ${input.phone}`}
      and ${input.cursor === undefined ? sql`true` : sql`s.id > ${input.cursor}`}`,
    { limit: fetchLimit(input) },
  );
  const { items, nextCursor } = toPage(found, input, ({ seriesId }) => seriesId);
  const views: SeriesView[] = [];
  for (const series of items) views.push(await viewSeries(deps.db, deps, programme, series, nowMs));
  return { items: views, nextCursor };
}
