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
  (t) => [
    // A page of what one thing, one actor or one kind of deed left behind, in the order in which pages go.
    index('audit_entries_subject_idx').on(t.subject, t.id),
    index('audit_entries_actor_idx').on(t.actor, t.id),
    // By its pattern class: it finds `campaign.launch`, and everything that begins with `campaign.`
    index('audit_entries_action_idx').on(t.action.op('text_pattern_ops'), t.id),
  ],
);
