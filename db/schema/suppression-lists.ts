import { date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';

/** A list of numbers not to be contacted, as it was loaded: a national or state registry, or a list of one's own. */
export const suppressionLists = pgTable(
  'suppression_lists',
  {
    id: integer().primaryKey().generatedByDefaultAsIdentity({ startWith: 1 }),
    /** Stable name, for example `us-national-dnc`; a newer load of the same name replaces the older one. */
    name: text().notNull(),
    purpose: text().notNull().default(''),
    channel: text().notNull().default(''),
    /** Where it was fetched, in words. */
    source: text().notNull(),
    /** The day as of which its publisher made it. */
    asOf: date(),
    fileName: text().notNull(),
    sha256: text().notNull(),
    state: text().$type<'loading' | 'done' | 'failed' | 'replaced' | 'removed'>().notNull(),
    failure: text(),
    rowsRead: integer().notNull().default(0),
    rowsRejected: integer().notNull().default(0),
    numbers: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    doneAt: instant(),
  },
  (t) => [index('suppression_lists_name_idx').on(t.name, t.id)],
);
