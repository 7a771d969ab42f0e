import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, serialId } from './columns.ts';

/** Who did what, when and why. Append-only. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: serialId().primaryKey(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    reason: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [index('audit_entries_subject_idx').on(t.subject, t.id)],
);
