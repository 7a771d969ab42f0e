import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../iso.ts';
import { ALIVE_SECONDS } from '../workers.ts';
import type { SystemFacts, WorkerHealth } from './system-health.ts';

const MAX_SKEW_MS = 1_000;
/** One that was silent for longer is history, unless there is no other. */
const SHOWN_SECONDS = 600;

/** Workers that live, and those that fell silent of late without having said that they stop. */
export async function readWorkers(deps: Pick<EngineDeps, 'readDb'>): Promise<WorkerHealth[]> {
  return await rows(
    deps.readDb,
    sql`
      select id, host, ${iso(sql`seen_at`)} as "seenAt", temporal_ok as "temporalOk", redis_ok as "redisOk",
        clock_skew_ms as "clockSkewMs",
        case when abs(extract(epoch from clock_timestamp() - seen_at)) >= ${ALIVE_SECONDS} then 'silent'
          when abs(clock_skew_ms) > ${MAX_SKEW_MS} then 'skewed' else 'alive' end as state
      from workers
      where stopped_at is null and seen_at > clock_timestamp() - make_interval(secs => ${SHOWN_SECONDS})
      order by started_at`,
  );
}

/** The stop of everything, and when a worker was heard of last: on the clock of the ledger, like all that is shown. */
export async function readInstallation(
  deps: Pick<EngineDeps, 'readDb'>,
): Promise<Pick<SystemFacts, 'at' | 'stopped' | 'lastWorkerAt'>> {
  const found = await firstRow<Pick<SystemFacts, 'at' | 'stopped' | 'lastWorkerAt'>>(
    deps.readDb,
    sql`
      select ${iso(sql`(select outdial_now())`)} as at,
        case when stopped_at is not null then
          jsonb_build_object('by', stopped_by, 'reason', stopped_reason, 'at', ${iso(sql`stopped_at`)}) end as stopped,
        ${iso(sql`(select max(coalesce(stopped_at, seen_at)) from workers) + ((select outdial_now()) - clock_timestamp())`)} as "lastWorkerAt"
      from installation`,
  );
  if (!found) throw new Error('the row of the installation is missing');
  return found;
}
