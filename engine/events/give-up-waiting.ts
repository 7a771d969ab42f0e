import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';

/**
 * What still waits for an endpoint that is no longer told: it fails, with the reason. The feed has it all, and a
 * person may have single ones sent again. Returns how many. Call it after the endpoint's own row was changed, whose
 * lock keeps two of these apart.
 */
export async function giveUpWaiting(
  tx: Pick<Queryable, 'execute'>,
  endpointId: string,
  reason: string,
): Promise<number> {
  const [given] = await rows<{ count: number }>(
    tx,
    sql`
      with given_up as (
        update webhook_deliveries set state = 'failed', last_error = ${reason}
        where endpoint_id = ${endpointId} and state = 'waiting' returning 1
      )
      select count(*) as count from given_up`,
  );
  return given?.count ?? 0;
}
