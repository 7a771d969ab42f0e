import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { endsPerMinute } from '../ends-per-minute.ts';
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
            -- A budget or cap that is used up holds its own campaign, as somebody wanted: that page says it.
            and coalesce(r.blocked_reason, '') not in ('budget', 'daily_cap')
            -- Who dials has a queue because the pace is set so: that is no bad news. Ids go by the real clock.
            and (select x.id from attempts x where x.run_id = r.id order by x.id desc limit 1) > (select uuidv7(interval '-2 minutes'))
              is not true)), 0)))::int as "queueAgeSeconds"
      from t`,
  );
  if (!found) throw new Error('nothing was read');
  return found;
}

/** Ends per minute of every run that is at work, or was within the hour. */
export async function readRates(
  deps: Pick<EngineDeps, 'readDb'>,
): Promise<Pick<SystemFacts, 'answeredPerMinute' | 'failuresPerMinute'>> {
  const { answeredPerMinute, failuresPerMinute } = await endsPerMinute(deps, {
    runIds: sql`array(
      select r.id from runs r
      where r.state in ('running', 'paused') or r.last_turn_at > (select outdial_now()) - interval '1 hour')`,
  });
  return { answeredPerMinute, failuresPerMinute };
}
