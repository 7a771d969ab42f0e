import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';

/**
 * First of the advisory keys of transactions that write events: base + the newest event that the writer saw before it
 * drew ids of its own. Far from every other advisory key of ours.
 */
export const EVENT_GUARD_BASE = '4611686018427387904';

/**
 * The newest event id up to which the feed is complete: no transaction that is still open holds a smaller id. Ids are
 * drawn before commits, so they become visible out of order, and neither ids nor transaction numbers alone tell what
 * is still to come.
 *
 * Each writer holds a lock whose key says "all my ids are above this one" until its commit is visible. One statement
 * reads first what is visible, then who is writing (pg_locks is read as it is, after the snapshot of the statement):
 * a smaller id than a visible one was drawn by then, so its writer is either named here or seen by the next
 * statement. Rows must be read in a LATER statement than this one, outside of a transaction with one snapshot.
 */
export async function safeHorizon(db: Pick<Queryable, 'execute'>): Promise<number> {
  const found = await firstRow<{ horizon: number }>(
    db,
    sql`
      select least((select coalesce(max(id), 0) from events), (
        select min(held.key) - ${EVENT_GUARD_BASE}::bigint
        from (
          select (classid::bigint << 32) | objid::bigint as key from pg_locks
          where locktype = 'advisory' and objsubid = 1 and granted
            and database = (select oid from pg_database where datname = current_database())
        ) held
        where held.key >= ${EVENT_GUARD_BASE}::bigint
      )) as horizon`,
  );
  return found?.horizon ?? 0;
}
