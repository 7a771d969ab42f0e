import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';

/** Any number, the same in every worker: two that add up at once would wait for each other's rows. */
const COUNTING_LOCK = 7_202_616;

/**
 * Adds what changed to the counts, a batch in one transaction: a reader sees a change in one place or in the other.
 * Answers how many changes it took; 0 = none, or another process is at it.
 */
export async function compactCounts(deps: Pick<EngineDeps, 'db'>, batch = 5_000): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const lock = await firstRow<{ mine: boolean }>(tx, sql`select pg_try_advisory_xact_lock(${COUNTING_LOCK}) as mine`);
    if (!lock?.mine) return 0;
    const taken = await firstRow<{ taken: number }>(
      tx,
      sql`with gone as (
            delete from count_deltas where id in (select id from count_deltas order by id limit ${batch})
            returning run_id, what, key, value, n, micros, presumed, first_at, last_at
          ), added as (
            insert into counts as c (run_id, what, key, value, n, micros, presumed, first_at, last_at)
            select run_id, what, key, value, sum(n), sum(micros), sum(presumed), min(first_at), max(last_at) from gone
            group by run_id, what, key, value order by 1, 2, 3, 4
            on conflict (run_id, what, key, value) do update set n = c.n + excluded.n, micros = c.micros + excluded.micros,
              presumed = c.presumed + excluded.presumed, first_at = least(c.first_at, excluded.first_at),
              last_at = greatest(c.last_at, excluded.last_at)
          )
          select count(*)::int as taken from gone`,
    );
    return taken?.taken ?? 0;
  });
}
