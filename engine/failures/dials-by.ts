import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { runsOf, type FailureScope } from './scope.ts';

/**
 * What stands out among failures stands out against dials. Those are counted by number and prefix in the newest so
 * many: enough to tell a half from a tenth, and read in the order of an index.
 */
const NEWEST_DIALS = 50_000;

export interface DialsBy {
  number: Map<string, number>;
  prefix: Map<string, number>;
  hour: Map<string, number>;
}

export async function readDialsBy(
  db: Pick<Queryable, 'execute'>,
  scope: FailureScope,
  hours: readonly string[],
): Promise<DialsBy> {
  const ofScope = scope.campaignId === undefined ? sql`true` : sql`a.run_id = any(${runsOf(scope)})`;
  const dials = await rows<{ dimension: 'number' | 'prefix'; value: string; count: number }>(
    db,
    // No prefix is longer than four digits: they are added up first, and few are left to be named.
    sql`with newest as materialized (
          select number_id, head, count(*) as n from (
            select a.number_id, left(a.phone::text, 4) as head from attempts a
            where ${ofScope} and a.state not in ('INTENT', 'VOID') order by a.id desc limit ${NEWEST_DIALS}
          ) dials group by 1, 2
        )
        select 'number' as dimension, number_id::text as value, sum(n)::int as count from newest group by 2
        union all select 'prefix', number_prefix(head::bigint), sum(n)::int from newest group by 2`,
  );
  const [first = '', last = ''] = [hours.at(0), hours.at(-1)];
  const ended = await rows<{ hour: string; count: number }>(
    db,
    sql`select left(key, 13) as hour, sum(n)::int as count from live_counts
        where run_id = any(${runsOf(scope)}) and what = 'ended' and key >= ${first} and key < ${`${last}~`}
        group by 1 having sum(n) > 0`,
  );
  const of = (dimension: 'number' | 'prefix') =>
    new Map(dials.flatMap((row) => (row.dimension === dimension ? [[row.value, row.count] as const] : [])));
  return { number: of('number'), prefix: of('prefix'), hour: new Map(ended.map(({ hour, count }) => [hour, count])) };
}
