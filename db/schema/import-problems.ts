import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { imports } from './imports.ts';

/** One finding in one row of an uploaded file, in words that a person can act on. Its cells are in import_rows. */
export const importProblems = pgTable(
  'import_problems',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    /** Row of the original file as a spreadsheet shows it: the header is row 1. */
    rowNumber: integer().notNull(),
    ordinal: integer().notNull(),
    severity: text().$type<'error' | 'duplicate' | 'warning'>().notNull(),
    code: text().notNull(),
    columnName: text(),
    value: text(),
    message: text().notNull(),
    /** The repair that would mend it (a code of domain/fixes.ts), and the value that it would make of it. */
    fix: text(),
    suggested: text(),
  },
  (t) => [primaryKey({ name: 'import_problems_pkey', columns: [t.importId, t.rowNumber, t.ordinal] })],
);
