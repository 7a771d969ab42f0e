import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import { EngineError } from '../../error.ts';

export type SeriesState = 'active' | 'paused' | 'ended';

/** A recurring appointment as it is stored. */
export interface Series {
  seriesId: string;
  programmeId: string;
  externalId: string;
  version: number;
  state: SeriesState;
  rrule: string;
  /** `2026-12-08T09:30` */
  firstLocal: string;
  zone: string;
  phone: number;
  name: string | null;
  variables: Record<string, string>;
  /** Occurrences that start before it are made. */
  madeUntilMs: number;
  changedAtMs: number;
}

/** Reads series by a condition on `s`; `lock` holds them until the transaction ends, and comes before any other lock. */
export async function readSeries(
  db: Pick<Queryable, 'execute'>,
  which: SQL,
  { lock = 'none', limit = 1 }: { lock?: 'none' | 'wait' | 'skip'; limit?: number } = {},
): Promise<Series[]> {
  const locking = { none: sql``, wait: sql`for update of s`, skip: sql`for update of s skip locked` };
  return await rows<Series>(
    db,
    sql`select s.id as "seriesId", s.programme_id as "programmeId", s.external_id as "externalId", s.version, s.state, s.rrule,
          s.first_local as "firstLocal", s.zone, s.phone, s.name, s.variables, to_ms(s.made_until) as "madeUntilMs",
          to_ms(s.changed_at) as "changedAtMs"
        from series s where ${which} order by s.id limit ${limit} ${locking[lock]}`,
  );
}

/** A series of a programme by its external id. Throws EngineError `unknown_series`. */
export async function findSeries(
  db: Pick<Queryable, 'execute'>,
  input: { programmeId: string; externalId: string; lock?: boolean },
): Promise<Series> {
  const which = sql`s.programme_id = ${input.programmeId} and s.external_id = ${input.externalId}`;
  const [found] = await readSeries(db, which, { lock: input.lock ? 'wait' : 'none' });
  if (found) return found;
  throw new EngineError('not_found', 'unknown_series', `There is no series "${input.externalId}" in this programme.`, {
    repair: 'List the series of the programme to find its external id.',
  });
}
