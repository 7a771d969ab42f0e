import { date, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { micros } from './columns.ts';
import { creditAccounts } from './credit-accounts.ts';

/** Spent per purse and UTC day, kept by the fold: the daily caps read one row instead of a sum. */
export const spendDays = pgTable(
  'spend_days',
  {
    creditAccountId: uuid()
      .notNull()
      .references(() => creditAccounts.id),
    day: date({ mode: 'string' }).notNull(),
    spentMicros: micros().notNull().default(0),
  },
  (t) => [primaryKey({ name: 'spend_days_pkey', columns: [t.creditAccountId, t.day] })],
);
