import { sql, type SQL } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { isOutcome, outcomeClass } from '../../domain/outcome.ts';
import type { EngineDeps } from '../deps.ts';

export interface EndsPerMinute {
  answeredPerMinute: number;
  failuresPerMinute: number;
  /** Of how long a time these are the mean: five minutes, or as long as it has been going. */
  ratesOverSeconds: number;
}

/** As ends are counted. */
const STRETCH = sql`interval '5 minutes'`;
const STRETCH_SECONDS = 300;
/** The mean of less would be a guess. */
const SHORTEST_SECONDS = 60;

/**
 * Ends of these runs per minute, from the counts of stretches of five minutes: all of the one that runs, and of the one
 * before it the part that five minutes still reach. `since` = when they began, so that a young one is not told as slow;
 * nothing ended before that.
 */
export async function endsPerMinute(
  deps: Pick<EngineDeps, 'readDb'>,
  { runIds, since }: { runIds: SQL; since?: SQL },
): Promise<EndsPerMinute> {
  const found = await firstRow<{ overSeconds: number; ends: Record<string, number> }>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now),
        seen as materialized (
          select now, least(${STRETCH_SECONDS}::float8, greatest(${SHORTEST_SECONDS}::float8,
            coalesce(extract(epoch from now - ${since ?? sql`null::timestamptz`}), ${STRETCH_SECONDS}))) as seconds
          from t
        ),
        stretch as materialized (
          select to_char(date_bin(${STRETCH}, now - ago, '2000-01-01Z') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as key,
            case when ago = interval '0' or seconds < ${STRETCH_SECONDS} then 1
              else 1 - extract(epoch from now - date_bin(${STRETCH}, now, '2000-01-01Z')) / ${STRETCH_SECONDS} end as part
          from seen, (values (interval '0'), (${STRETCH})) as v (ago)
        )
      select seconds as "overSeconds", coalesce((
        select jsonb_object_agg(value, ends) from (
          select k.value, sum(k.n * s.part)::float8 as ends
          from unnest(${runIds}) as mine (run_id), stretch s, lateral (
            select value, n from live_counts where run_id = mine.run_id and what = 'ended' and key = s.key
          ) k
          group by k.value
        ) as by_outcome
      ), '{}') as ends
      from seen`,
  );
  if (!found) throw new Error('nothing was read');
  let [answered, failed] = [0, 0];
  for (const [outcome, ends] of Object.entries(found.ends)) {
    if (isOutcome(outcome) && outcomeClass(outcome) === 'success') answered += ends;
    else failed += ends;
  }
  const aMinute = (ends: number): number => tenths((ends / found.overSeconds) * 60);
  return {
    answeredPerMinute: aMinute(answered),
    failuresPerMinute: aMinute(failed),
    ratesOverSeconds: Math.round(found.overSeconds),
  };
}

const tenths = (value: number): number => Math.round(Math.max(0, value) * 10) / 10;
