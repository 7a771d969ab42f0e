import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { isOutcome, outcomeClass } from '../../../domain/outcome.ts';
import type { EngineDeps } from '../../deps.ts';
import type { SystemFacts } from './system-health.ts';

type Flow = Pick<SystemFacts, 'fold' | 'inFlight' | 'queueAgeSeconds'> & { quarantined: number };

/** Counted no further: more than that is "very many". */
const COUNTED = 10_000;

/** What is under way, what waits, and for how long. */
export async function readFlow(deps: Pick<EngineDeps, 'readDb'>): Promise<Flow> {
  const found = await firstRow<Flow>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now),
        backlog as materialized (
          select fold_after as since from provider_events, t where state = 'new' and tries = 0 and fold_after <= t.now
          order by fold_after limit ${COUNTED}
        )
      select
        (select jsonb_build_object('waiting', count(*), 'oldestSeconds', floor(coalesce(extract(epoch from t.now - min(since)), 0)))
          from backlog) as fold,
        (select count(*)::int from open_attempts where phase = 'live') as "inFlight",
        (select count(*)::int from (select from provider_events where state = 'quarantined' limit ${COUNTED}) q) as quarantined,
        floor(greatest(0, coalesce(extract(epoch from t.now - (
          select min(first.at) from runs r join campaigns c on c.id = r.campaign_id,
            generate_series(0, jsonb_array_length(c.settings -> 'steps') - 1) as s (step),
            lateral (select d.try_at as at from due d
              where d.run_id = r.id and d.step = s.step and d.policy_version = r.policy_version and d.closes_at > t.now
              order by d.try_at limit 1) as first
          where r.state = 'running'
            -- Who dials has a queue because the pace is set so: that is no bad news. Ids go by the real clock.
            and (select x.id from attempts x where x.run_id = r.id order by x.id desc limit 1) > (select uuidv7(interval '-2 minutes'))
              is not true)), 0)))::int as "queueAgeSeconds"
      from t`,
  );
  if (!found) throw new Error('nothing was read');
  return found;
}

/**
 * Ends per minute, from the counts of stretches of five minutes: all of the one that runs, and of the one before it
 * the part that five minutes still reach.
 */
export async function readRates(
  deps: Pick<EngineDeps, 'readDb'>,
): Promise<Pick<SystemFacts, 'answeredPerMinute' | 'failuresPerMinute'>> {
  const found = await rows<{ outcome: string; perMinute: number }>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now),
        stretch as materialized (
          select to_char(date_bin('5 minutes', t.now - ago, '2000-01-01Z') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as key,
            case when ago = interval '0' then 1
              else 1 - extract(epoch from t.now - date_bin('5 minutes', t.now, '2000-01-01Z')) / 300 end as part
          from t, (values (interval '0'), (interval '5 minutes')) as v (ago)
        )
      select k.value as outcome, (sum(k.n * s.part) / 5)::float8 as "perMinute"
      from t, runs r, stretch s, lateral (
        select value, n from live_counts where run_id = r.id and what = 'ended' and key = s.key
      ) k
      where r.state in ('running', 'paused') or r.last_turn_at > t.now - interval '1 hour'
      group by k.value`,
  );
  let answeredPerMinute = 0;
  let failuresPerMinute = 0;
  for (const { outcome, perMinute } of found) {
    if (isOutcome(outcome) && outcomeClass(outcome) === 'success') answeredPerMinute += perMinute;
    else failuresPerMinute += perMinute;
  }
  return { answeredPerMinute: tenths(answeredPerMinute), failuresPerMinute: tenths(failuresPerMinute) };
}

const tenths = (value: number): number => Math.round(Math.max(0, value) * 10) / 10;
