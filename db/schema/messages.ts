import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, phoneDigits, timeOrderedId } from './columns.ts';
import { providerAccounts } from './provider-accounts.ts';

/** Inbound SMS. Outbound texts are attempts. */
export const messages = pgTable(
  'messages',
  {
    id: timeOrderedId(),
    accountId: uuid()
      .notNull()
      .references(() => providerAccounts.id),
    providerRef: text().notNull(),
    fromPhone: phoneDigits().notNull(),
    toPhone: phoneDigits(),
    body: text().notNull(),
    /** What Outdial made of it. */
    meaning: text().$type<'opt_out' | 'opt_in' | 'help' | 'doubtful' | 'other'>().notNull(),
    receivedAt: createdAt(),
  },
  (t) => [uniqueIndex('messages_ref_key').on(t.accountId, t.providerRef), index('messages_from_idx').on(t.fromPhone)],
);
