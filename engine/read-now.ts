import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/client.ts';
import { firstRow } from '../db/rows.ts';

/** The ledger's time, in epoch milliseconds. */
export async function readNowMs(db: Pick<Queryable, 'execute'>): Promise<number> {
  const clock = await firstRow<{ nowMs: number }>(db, sql`select to_ms(outdial_now()) as "nowMs"`);
  if (!clock) throw new Error('the database does not tell its time');
  return clock.nowMs;
}
