import { sql } from 'drizzle-orm';
import { check, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Replies } from '../../domain/replies.ts';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';
import { providerAccounts } from './provider-accounts.ts';

/** A phone number of ours at a provider: the caller ID of calls and the sender of SMS. */
export const numbers = pgTable(
  'numbers',
  {
    id: timeOrderedId(),
    accountId: uuid()
      .notNull()
      .references(() => providerAccounts.id),
    providerRef: text().notNull(),
    phone: phoneDigits().notNull(),
    label: text(),
    agentRef: text(),
    agentName: text(),
    status: text().$type<'active' | 'released'>().notNull().default('active'),
    /** How it answers STOP, START and HELP; null = as the installation does. */
    replies: jsonb().$type<Replies>(),
    syncedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('numbers_account_ref_key').on(t.accountId, t.providerRef),
    check('numbers_status_known', sql`${t.status} in ('active', 'released')`),
  ],
);
