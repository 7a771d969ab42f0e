import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';
import { openPursesLate } from './open-purses-late.ts';
import { postEntries, type NewEntry } from './post-entries.ts';
import { findPurses } from './purses.ts';

/**
 * Makes a campaign's whole budget `budgetMicros`: what was spent stays spent. Part of a change of settings.
 * A budget can be changed, not removed: its lines stand in the ledger. Throws EngineError `budget_not_removable`.
 */
export async function setBudget(
  tx: Transaction,
  input: { campaignId: string; budgetMicros: number | null; actor: string },
): Promise<void> {
  const { campaignId, budgetMicros, actor } = input;
  const existing = await findPurses(tx, { campaignId });
  if (budgetMicros === null) {
    if (!existing) return;
    throw new EngineError('conflict', 'budget_not_removable', 'A campaign that has a budget keeps one.', {
      repair: 'Raise it instead.',
    });
  }
  const purses = existing ?? (await openPursesLate(tx, { campaignId, actor }));
  const funded = await firstRow<{ micros: number }>(
    tx,
    sql`select -balance_micros as micros from credit_accounts where id = ${purses.funding} for update`,
  );
  const changeMicros = budgetMicros - (funded?.micros ?? 0);
  const line = { kind: 'budget', createdBy: actor } as const;
  const entries: NewEntry[] = [];
  if (changeMicros > 0) {
    entries.push({ ...line, fromAccount: purses.funding, toAccount: purses.available, amountMicros: changeMicros });
  } else if (changeMicros < 0) {
    entries.push({ ...line, fromAccount: purses.available, toAccount: purses.funding, amountMicros: -changeMicros });
  }
  await postEntries(tx, entries);
}
