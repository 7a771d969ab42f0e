import { sql } from 'drizzle-orm';
import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/** Who said no. Never deleted: lifting one needs a reason and leaves the row. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: timeOrderedId(),
    phone: phoneDigits().notNull(),
    source: text().$type<'sms' | 'speech' | 'keypress' | 'api' | 'import'>().notNull(),
    evidence: text(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    liftedAt: instant(),
    liftedBy: text(),
    liftedReason: text(),
  },
  // One active suppression per phone; the gate probes it.
  (t) => [
    uniqueIndex('suppressions_active_phone_key')
      .on(t.phone)
      .where(sql`lifted_at is null`),
  ],
);
