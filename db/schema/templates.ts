import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, timeOrderedId } from './columns.ts';

/** A liquid template: the body of an SMS, or one agent variable. Immutable; a change is a new one. */
export const templates = pgTable(
  'templates',
  {
    id: timeOrderedId(),
    name: text().notNull(),
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('templates_name_key').on(t.name)],
);
