import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';

/** How many contacts of a run are still to be dialled; by the counts that are kept, so as fast for a million as for ten. */
export async function countWaiting(tx: Pick<Queryable, 'execute'>, runId: string): Promise<number> {
  const counted = await firstRow<{ waiting: number }>(
    tx,
    sql`select coalesce(sum(n), 0)::int as waiting from live_counts
        where run_id = ${runId} and what = 'contact' and key in ('ready', 'waiting')`,
  );
  return counted?.waiting ?? 0;
}
