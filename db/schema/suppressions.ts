import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/** Who said no. Never deleted: lifting one needs a reason and leaves the row. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: timeOrderedId(),
    phone: phoneDigits().notNull(),
    /** Empty = every purpose. */
    purpose: text().notNull().default(''),
    /** Empty = every channel. */
    channel: text().notNull().default(''),
    /** The list it came with (suppression_lists); 0 = none, somebody said it. */
    listId: integer().notNull().default(0),
    source: text().$type<'sms' | 'speech' | 'keypress' | 'api' | 'import' | 'list'>().notNull(),
    evidence: text(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    liftedAt: instant(),
    liftedBy: text(),
    liftedReason: text(),
  },
  // One active suppression per phone, scope and list; the gate probes it by the phone.
  (t) => [
    uniqueIndex('suppressions_active_phone_key')
      .on(t.phone, t.purpose, t.channel, t.listId)
      .where(sql`lifted_at is null`),
    // What a person said and took back: history and the explanation of a past moment, beside millions of list rows.
    index('suppressions_lifted_phone_idx')
      .on(t.phone)
      .where(sql`lifted_at is not null`),
    // Pages of what was taken back, newest first.
    index('suppressions_lifted_idx')
      .on(t.id)
      .where(sql`lifted_at is not null`),
    // Pages of one loaded list, which may lie beneath millions of rows of a newer one.
    index('suppressions_list_idx')
      .on(t.listId, t.id)
      .where(sql`list_id <> 0`),
    // Pages of what people said, by how they said it; rows of lists are not in it.
    index('suppressions_said_idx')
      .on(t.source, t.id)
      .where(sql`source <> 'list'`),
  ],
);
