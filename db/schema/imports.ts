import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** One uploaded list. rows = accepted + rejected + duplicates, always. */
export const imports = pgTable(
  'imports',
  {
    id: timeOrderedId(),
    /** The campaign that this list belongs to; null until one takes it. */
    campaignId: uuid().references(() => campaigns.id),
    fileName: text().notNull(),
    fileSha256: text().notNull(),
    fileBytes: bigint({ mode: 'number' }).notNull(),
    storedPath: text().notNull(),
    state: text().$type<'uploaded' | 'working' | 'done' | 'failed' | 'cancelled'>().notNull(),
    options: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** What was found: encoding, delimiter, header, mapping; shown before and after. */
    detected: jsonb().$type<Record<string, unknown>>(),
    rowsRead: integer().notNull().default(0),
    bytesRead: bigint({ mode: 'number' }).notNull().default(0),
    acceptedRows: integer().notNull().default(0),
    rejectedRows: integer().notNull().default(0),
    duplicateRows: integer().notNull().default(0),
    failure: jsonb().$type<{ code: string; message: string; repair?: string; line?: number }>(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    /** A job is at work until then; past it the relay asks for another. */
    workingUntil: instant(),
    endedAt: instant(),
  },
  (t) => [
    // The relay's question: imports without a living job.
    index('imports_open_idx')
      .on(t.state, t.workingUntil)
      .where(sql`state in ('uploaded', 'working')`),
    check('imports_state_known', sql`${t.state} in ('uploaded', 'working', 'done', 'failed', 'cancelled')`),
    check(
      'imports_rows_add_up',
      sql`${t.state} <> 'done' or ${t.rowsRead} = ${t.acceptedRows} + ${t.rejectedRows} + ${t.duplicateRows}`,
    ),
  ],
);
