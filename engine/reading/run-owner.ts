import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

/** Whose rows a run's are. */
export interface RunOwner {
  campaignId: string;
  retryId: string | null;
  programmeId: string | null;
}

/** The campaign of a run, and the retry or programme that it is; undefined = there is no such run. */
export async function findRunOwner(deps: Pick<EngineDeps, 'readDb'>, runId: string): Promise<RunOwner | undefined> {
  return await firstRow<RunOwner>(
    deps.readDb,
    sql`
      select r.campaign_id as "campaignId", (select q.id from retries q where q.run_id = r.id) as "retryId",
        (select p.id from programmes p where p.run_id = r.id) as "programmeId"
      from runs r where r.id = ${runId}`,
  );
}
