import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** How lists with these headers were mapped before: offered when the same headers come again, in any order. */
export const importMappings = pgTable('import_mappings', {
  id: timeOrderedId(),
  /** The normalised headers, sorted and joined. */
  headerKey: text().notNull().unique(),
  name: text().notNull(),
  mapping: jsonb().$type<Record<string, string[]>>().notNull(),
  ignore: jsonb().$type<string[]>().notNull().default([]),
  createdBy: text().notNull(),
  createdAt: createdAt(),
  usedAt: instant(),
});
