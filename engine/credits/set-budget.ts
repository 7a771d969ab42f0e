import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import { firstRow } from '../../db/rows.ts';
import { openPursesLate } from './open-purses-late.ts';
import { postEntries, type NewEntry } from './post-entries.ts';
import { findPurses } from './purses.ts';

/**
 * Makes a campaign's whole budget `budgetMicros`; null takes it away. What was spent stays spent, and goes on being
 * counted, so that a budget of later knows all of it. Part of a change of settings.
 */
export async function setBudget(
  tx: Transaction,
  input: { campaignId: string; budgetMicros: number | null; actor: string },
): Promise<void> {
  const { campaignId, budgetMicros, actor } = input;
  const existing = await findPurses(tx, { campaignId });
  if (budgetMicros === null && !existing) return;
  const purses = existing ?? (await openPursesLate(tx, { campaignId, actor }));
  const funded = await firstRow<{ micros: number }>(
    tx,
    sql`select -balance_micros as micros from credit_accounts where id = ${purses.funding} for update`,
  );
  const changeMicros = (budgetMicros ?? 0) - (funded?.micros ?? 0);
  const line = { kind: 'budget', createdBy: actor } as const;
  const entries: NewEntry[] = [];
  if (changeMicros > 0) {
    entries.push({ ...line, fromAccount: purses.funding, toAccount: purses.available, amountMicros: changeMicros });
  } else if (changeMicros < 0) {
    entries.push({ ...line, fromAccount: purses.available, toAccount: purses.funding, amountMicros: -changeMicros });
  }
  await postEntries(tx, entries);
}
