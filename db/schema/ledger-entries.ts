import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { attempts } from './attempts.ts';
import { createdAt, micros, serialId } from './columns.ts';
import { creditAccounts } from './credit-accounts.ts';

/** One movement of money between two purses: double entry in one append-only row. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: serialId().primaryKey(),
    fromAccount: uuid()
      .notNull()
      .references(() => creditAccounts.id),
    toAccount: uuid()
      .notNull()
      .references(() => creditAccounts.id),
    amountMicros: micros().notNull(),
    kind: text().$type<'topup' | 'settle' | 'overrun' | 'presumed' | 'adjust' | 'budget'>().notNull(),
    attemptId: uuid().references(() => attempts.id),
    note: text(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    // An attempt is settled once per purse; a second fold of the same fact writes nothing.
    uniqueIndex('ledger_entries_attempt_kind_key')
      .on(t.attemptId, t.fromAccount, t.kind)
      .where(sql`kind in ('settle', 'overrun', 'presumed')`),
    // What one attempt cost, for its history.
    index('ledger_entries_attempt_idx')
      .on(t.attemptId)
      .where(sql`attempt_id is not null`),
    index('ledger_entries_from_idx').on(t.fromAccount, t.id),
    index('ledger_entries_to_idx').on(t.toAccount, t.id),
    check('ledger_entries_amount_positive', sql`${t.amountMicros} > 0`),
    check('ledger_entries_two_purses', sql`${t.fromAccount} <> ${t.toAccount}`),
    check(
      'ledger_entries_kind_known',
      sql`${t.kind} in ('topup', 'settle', 'overrun', 'presumed', 'adjust', 'budget')`,
    ),
  ],
);
