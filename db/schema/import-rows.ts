import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { imports } from './imports.ts';

/**
 * Rows of a file of which something is to be said, with their cells as they came or as a person corrected them: what
 * a repair is tried on again, and what the reject file holds. All other rows live in the file alone.
 */
export const importRows = pgTable(
  'import_rows',
  {
    importId: uuid()
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    /** Row of the original file as a spreadsheet shows it: the header is row 1. */
    rowNumber: integer().notNull(),
    verdict: text().$type<'rejected' | 'duplicate' | 'accepted'>().notNull(),
    cells: jsonb().$type<string[]>().notNull(),
    /** The damage of the row itself (a quote that is not closed), which no reading of its cells shows. */
    shape: text(),
    /** To be checked again: a repair was decided on, or somebody edited it. */
    pending: boolean().notNull().default(false),
    editedBy: text(),
    editedAt: instant(),
  },
  (t) => [
    primaryKey({ name: 'import_rows_pkey', columns: [t.importId, t.rowNumber] }),
    index('import_rows_pending_idx')
      .on(t.importId, t.rowNumber)
      .where(sql`pending`),
  ],
);
