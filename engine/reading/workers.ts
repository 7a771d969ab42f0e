import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from './iso.ts';

export interface WorkerView {
  id: string;
  seenAt: string;
  temporalOk: boolean;
  redisOk: boolean;
  clockSkewMs: number;
}

/** Three heartbeats. Measured by the real clock on both sides: a moved test clock must not kill every worker. */
export const ALIVE_SECONDS = 15;

/** Workers whose heartbeat is fresh. */
export async function listLiveWorkers(deps: Pick<EngineDeps, 'readDb'>): Promise<WorkerView[]> {
  return await rows(
    deps.readDb,
    sql`
      select id, ${iso(sql`seen_at`)} as "seenAt", temporal_ok as "temporalOk", redis_ok as "redisOk",
        clock_skew_ms as "clockSkewMs"
      from workers
      where stopped_at is null and abs(extract(epoch from clock_timestamp() - seen_at)) < ${ALIVE_SECONDS}
      order by started_at`,
  );
}
