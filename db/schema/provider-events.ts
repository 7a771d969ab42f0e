import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Fact } from '../../domain/fact.ts';
import { createdAt, instant, serialId } from './columns.ts';
import { providerAccounts } from './provider-accounts.ts';

/** The inbox: every fact about an attempt, whoever learned it. Written before the provider gets its 200. */
export const providerEvents = pgTable(
  'provider_events',
  {
    id: serialId().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => providerAccounts.id),
    /** The same fact told twice has the same key and is stored once. */
    dedupeKey: text().notNull(),
    source: text().$type<'webhook' | 'read' | 'sender' | 'reconciler' | 'person'>().notNull(),
    fact: jsonb().$type<Fact>().notNull(),
    /** The provider's own body, when a callback brought it. */
    raw: jsonb().$type<unknown>(),
    receivedAt: createdAt(),
    /** Not before: an unknown provider id waits for the record of its POST. */
    foldAfter: instant()
      .notNull()
      .default(sql`outdial_now()`),
    tries: integer().notNull().default(0),
    foldedAt: instant(),
    /** The attempt that it was folded into; null with folded_at set = traffic that is not ours. */
    attemptId: uuid(),
    state: text().$type<'new' | 'folded' | 'not_ours' | 'quarantined'>().notNull().default('new'),
    failure: text(),
  },
  (t) => [
    uniqueIndex('provider_events_dedupe_key').on(t.accountId, t.dedupeKey),
    // The fold's work list.
    index('provider_events_new_idx')
      .on(t.foldAfter)
      .where(sql`state = 'new'`),
    // Facts that wait for somebody to name their provider id: the record of a POST, or a read of the provider.
    index('provider_events_pending_idx')
      .on(t.accountId, sql`(${t.fact} ->> 'providerRef')`)
      .where(sql`state = 'new'`),
    // Doctor shows the quarantine.
    index('provider_events_quarantine_idx')
      .on(t.id)
      .where(sql`state = 'quarantined'`),
    // An attempt's timeline.
    index('provider_events_attempt_idx')
      .on(t.attemptId)
      .where(sql`attempt_id is not null`),
    check('provider_events_state_known', sql`${t.state} in ('new', 'folded', 'not_ours', 'quarantined')`),
  ],
);
