import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { safeHorizon } from './safe-horizon.ts';

/** How many events came after one, counted no further than `most`, and the newest up to which the feed is complete. */
export async function missedEvents(
  deps: Pick<EngineDeps, 'readDb'>,
  after: number,
  most: number,
): Promise<{ count: number; newest: number }> {
  const newest = await safeHorizon(deps.readDb);
  const found = await firstRow<{ count: number }>(
    deps.readDb,
    sql`select count(*)::int as count from (select from events where id > ${after} and id <= ${newest} limit ${most}) e`,
  );
  return { count: found?.count ?? 0, newest };
}
