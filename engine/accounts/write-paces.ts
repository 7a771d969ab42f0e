import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import type { PaceLimit } from './provider-defaults.ts';

/** Adds rate limits to an account, or to one of its numbers. Nothing is sent under them before `fromMs`. */
export async function writePaces(
  tx: Pick<Queryable, 'execute'>,
  accountId: string,
  paces: readonly PaceLimit[],
  fromMs: number | null = null,
): Promise<void> {
  await tx.execute(sql`
    insert into pacers (account_id, number_id, channel, max_count, window_ms, next_at)
    select ${accountId}::uuid, number_id, channel, max_count, window_ms,
      coalesce(from_ms(${fromMs}::double precision), '-infinity')
    from unnest(
      ${sql.param(paces.map((p) => p.numberId ?? null))}::uuid[],
      ${sql.param(paces.map((p) => p.channel))}::text[],
      ${sql.param(paces.map((p) => p.maxCount))}::int[],
      ${sql.param(paces.map((p) => p.windowMs))}::int[]
    ) as pace (number_id, channel, max_count, window_ms)`);
}
