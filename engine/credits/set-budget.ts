import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';
import { postEntries, type NewEntry } from './post-entries.ts';
import { findPurses, openCampaignPurses } from './purses.ts';

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
  const purses = existing ?? (await openCampaignPurses(tx, campaignId));
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
  if (!existing) {
    // What went out before there was a budget counts against it.
    const spent = await firstRow<{ micros: number }>(
      tx,
      sql`
        select coalesce(sum(a.cost_micros), 0)::bigint as micros
        from attempts a join runs r on r.id = a.run_id where r.campaign_id = ${campaignId}`,
    );
    if (spent && spent.micros > 0) {
      entries.push({
        fromAccount: purses.available,
        toAccount: purses.spent,
        amountMicros: spent.micros,
        kind: 'adjust',
        note: 'spent before the budget was set',
        createdBy: actor,
      });
    }
  }
  await postEntries(tx, entries);
}
