import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { lockGroup } from '../scope.ts';

const OPEN: SQL = sql`n.kind = 'review' and n.ended_at is null`;

/** Nobody looks after these reviews or attempts any more: they are decided. `by`: who did so. */
export async function endAssignments(
  tx: Pick<Queryable, 'execute'>,
  ids: readonly string[],
  by: string,
): Promise<void> {
  if (ids.length > 0) await end(tx, sql`n.key = any(${sql.param([...ids])}::text[])`, by);
}

/**
 * Nobody looks after the groups of a campaign's queue any more of which nobody is left. `readLeft`: the keys of those
 * that still wait; asked for only where somebody looks after one.
 */
export async function endGroupAssignments(
  tx: Pick<Queryable, 'execute'>,
  { queue, campaignId, by }: { queue: 'zone' | 'consent'; campaignId: string; by: string },
  readLeft: () => Promise<readonly string[]>,
): Promise<void> {
  const ofQueue = sql`starts_with(n.key, ${`${queue}:${campaignId}:`})`;
  // Before it is looked at: somebody may be giving one of them to somebody at this moment.
  await lockGroup(tx, 'review');
  const given = await firstRow(tx, sql`select n.id from assignments n where ${OPEN} and ${ofQueue} limit 1`);
  if (given === undefined) return;
  await end(tx, sql`${ofQueue} and n.key <> all(${sql.param([...(await readLeft())])}::text[])`, by);
}

/** Waits for whoever assigns at this moment, who has still seen it open. */
async function end(tx: Pick<Queryable, 'execute'>, which: SQL, by: string): Promise<void> {
  await lockGroup(tx, 'review');
  await tx.execute(sql`update assignments n set ended_at = outdial_now(), ended_by = ${by} where ${OPEN} and ${which}`);
}
