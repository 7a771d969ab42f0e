import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';

/**
 * Makes changes of who may administer wait for each other: two administrators who demote each other at once would leave
 * none, and two first administrators could join.
 */
export async function lockPeople(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('outdial.users', 0))`);
}
