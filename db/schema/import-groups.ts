import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { imports } from './imports.ts';

/**
 * Findings of a list by cause, counted as they are found: a million rows are looked at as fast as ten. `info` stands
 * here alone: how a value was read is said by its count and three examples, not by a line for each row.
 */
export const importGroups = pgTable(
  'import_groups',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    severity: text().$type<'error' | 'duplicate' | 'warning' | 'info'>().notNull(),
    code: text().notNull(),
    /** Empty when it is about the whole row. */
    columnName: text().notNull().default(''),
    /** The repair that would mend all of them; empty = none. */
    fix: text().notNull().default(''),
    count: integer().notNull(),
    /** The first three that were found. */
    examples: jsonb()
      .$type<{ rowNumber: number; value: string | null; message: string; suggested: string | null }[]>()
      .notNull(),
  },
  (t) => [primaryKey({ name: 'import_groups_pkey', columns: [t.importId, t.severity, t.code, t.columnName, t.fix] })],
);
