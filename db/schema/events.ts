import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, serialId, timeOrderedId } from './columns.ts';

/** What other systems are told: one row an event, written in the transaction of the fact itself. Append-only. */
export const events = pgTable('events', {
  id: serialId().primaryKey(),
  /** `appointment.confirmed` and the like. */
  kind: text().notNull(),
  /** `appointment:ID`. */
  subject: text().notNull(),
  data: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
});

/** Where events go: an address of the operator's own system. */
export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: timeOrderedId(),
  url: text().notNull(),
  /** Kinds, or beginnings of them; empty = all. */
  kinds: text()
    .array()
    .notNull()
    .default(sql`'{}'`),
  /** Signs each request; sealed. */
  secretSealed: text().notNull(),
  enabled: boolean().notNull().default(true),
  disabledReason: text(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
  removedAt: instant(),
});

/** One event on its way to one endpoint, told at least once. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id),
    eventId: bigint({ mode: 'number' })
      .notNull()
      .references(() => events.id),
    state: text().$type<'waiting' | 'delivered' | 'failed'>().notNull().default('waiting'),
    tries: integer().notNull().default(0),
    tryAt: instant().notNull(),
    lastStatus: integer(),
    lastError: text(),
    deliveredAt: instant(),
  },
  (t) => [
    primaryKey({ name: 'webhook_deliveries_pkey', columns: [t.endpointId, t.eventId] }),
    // The relay's question, asked of each endpoint: a dead one with very many waiting ones is not in the others' way.
    index('webhook_deliveries_waiting_idx')
      .on(t.endpointId, t.tryAt)
      .where(sql`state = 'waiting'`),
  ],
);
