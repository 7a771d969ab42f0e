import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';

/** How many members of a retry have not been dialled and still may be; who is on a call right now is among them. */
export async function leftToDial(tx: Pick<Queryable, 'execute'>, retryId: string): Promise<number> {
  const counted = await firstRow<{ left: number }>(
    tx,
    sql`select count(*)::int as left from run_members
        where retry_id = ${retryId} and status in ('planned', 'queued', 'waiting')`,
  );
  return counted?.left ?? 0;
}
