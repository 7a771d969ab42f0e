import { sql, type SQL } from 'drizzle-orm';

/** More sends than this in two minutes are not counted: no installation dials as fast. */
const MOST = 20_000;

/**
 * Sends of these runs in the minute before `now`, a second. Attempt ids are ordered by the real time of their claim
 * (which no moved test clock moves), and what is sent leaves within seconds of it, by lease and gate: so only the end of
 * each run's index is read. The order and the limit hold the planner to that; it cannot know how few ids are so new.
 */
export const sendsPerSecond = (runIds: SQL, now: SQL): SQL => sql`(
  select count(*)::float8 / 60 from unnest(${runIds}) as mine (run_id), lateral (
    select x.sent_at from attempts x where x.run_id = mine.run_id and x.id > (select uuidv7(interval '-2 minutes'))
    order by x.id desc limit ${MOST}
  ) as latest where latest.sent_at > ${now} - interval '1 minute')`;
