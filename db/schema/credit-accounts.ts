import { sql } from 'drizzle-orm';
import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { micros, timeOrderedId } from './columns.ts';
import { providerAccounts } from './provider-accounts.ts';

/**
 * The purses of the double-entry ledger: for each provider account and each campaign with a budget or a
 * daily cap one `funding` (where money comes from), one `available` and one `spent`. Balance = sum of the lines into it less those out of it.
 */
export const creditAccounts = pgTable(
  'credit_accounts',
  {
    id: timeOrderedId(),
    accountId: uuid().references(() => providerAccounts.id),
    campaignId: uuid().references(() => campaigns.id),
    kind: text().$type<'funding' | 'available' | 'spent'>().notNull(),
    balanceMicros: micros().notNull().default(0),
  },
  (t) => [
    uniqueIndex('credit_accounts_account_kind_key')
      .on(t.accountId, t.kind)
      .where(sql`account_id is not null`),
    uniqueIndex('credit_accounts_campaign_kind_key')
      .on(t.campaignId, t.kind)
      .where(sql`campaign_id is not null`),
    check('credit_accounts_have_one_owner', sql`(${t.accountId} is null) <> (${t.campaignId} is null)`),
    check('credit_accounts_kind_known', sql`${t.kind} in ('funding', 'available', 'spent')`),
  ],
);
