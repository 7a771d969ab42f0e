import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/** What a person must look at because a machine is not sure: a text that may be a "no", an answer that may be a "yes". */
export const reviews = pgTable(
  'reviews',
  {
    id: timeOrderedId(),
    kind: text().$type<'opt_out' | 'answer'>().notNull(),
    phone: phoneDigits().notNull(),
    /** The words, as they came. */
    evidence: text().notNull(),
    messageId: uuid(),
    attemptId: uuid(),
    /** The suppression that holds until somebody decides. */
    suppressionId: uuid(),
    /** The same thing told twice is looked at once. */
    dedupeKey: text().notNull().unique('reviews_dedupe_key'),
    state: text().$type<'open' | 'confirmed' | 'dismissed'>().notNull().default('open'),
    createdAt: createdAt(),
    decidedAt: instant(),
    decidedBy: text(),
    decidedReason: text(),
  },
  (t) => [
    index('reviews_open_idx')
      .on(t.kind, t.id)
      .where(sql`state = 'open'`),
    check('reviews_state_known', sql`${t.state} in ('open', 'confirmed', 'dismissed')`),
  ],
);
