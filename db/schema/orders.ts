import { sql } from 'drizzle-orm';
import { check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, timeOrderedId } from './columns.ts';
import { providerAccounts } from './provider-accounts.ts';

/**
 * One order at a provider that costs money and must be sent once: a number, or credit.
 * Written before the request leaves (L1); what is ambiguous stays `unknown` for a person.
 */
export const orders = pgTable(
  'orders',
  {
    id: timeOrderedId(),
    accountId: uuid()
      .notNull()
      .references(() => providerAccounts.id),
    kind: text().$type<'number' | 'credit' | 'release'>().notNull(),
    state: text().$type<'sending' | 'done' | 'refused' | 'unknown'>().notNull(),
    request: jsonb().$type<Record<string, unknown>>().notNull(),
    result: jsonb().$type<Record<string, unknown>>(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    check('orders_kind_known', sql`${t.kind} in ('number', 'credit', 'release')`),
    check('orders_state_known', sql`${t.state} in ('sending', 'done', 'refused', 'unknown')`),
  ],
);
