import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { WORK_CHANNEL } from '../../db/notify.ts';

/**
 * Makes runs turn now: something that they may have waited for has come. Narrowed by a condition on `r` (runs);
 * only running ones have a turn to bring forward. Returns their ids.
 */
export async function wakeRuns(tx: Pick<Queryable, 'execute'>, where: SQL): Promise<string[]> {
  const woken = await rows<{ id: string }>(
    tx,
    sql`
      with woken as (
        update runs r set next_turn_at = '-infinity', blocked_reason = null
        where r.state = 'running' and ${where}
        returning r.id
      )
      select id from woken, lateral (select pg_notify(${WORK_CHANNEL}, 'run:' || id)) as told`,
  );
  return woken.map((run) => run.id);
}

/** A condition for `wakeRuns` and for lists: runs of campaigns that send through the account. */
export const runUsesAccount = (accountId: string): SQL => sql`exists (
  select 1 from campaigns c, jsonb_array_elements(c.settings -> 'steps') as step
  where c.id = r.campaign_id and step ->> 'accountId' = ${accountId}
)`;
