import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** The answer that a create or launch gave, so that a repeated request gets it again instead of acting twice. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Who asked: the public id of the API key. */
    caller: text().notNull(),
    key: text().notNull(),
    route: text().notNull(),
    bodySha256: text().notNull(),
    status: integer(),
    answer: jsonb().$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'idempotency_keys_pkey', columns: [t.caller, t.key] })],
);
