import { bigint, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, phoneDigits, timeOrderedId } from './columns.ts';
import { numbers } from './numbers.ts';

/** One text that answers a person's keyword: asked for at most once per cause, sent through the normal path. */
export const notices = pgTable(
  'notices',
  {
    id: timeOrderedId(),
    kind: text().$type<'opt_out_confirmation' | 'opt_in_confirmation' | 'help'>().notNull(),
    phone: phoneDigits().notNull(),
    numberId: uuid()
      .notNull()
      .references(() => numbers.id),
    /** What made it due, for example `suppression:ID`: a second request for the same cause changes nothing. */
    cause: text().notNull().unique('notices_cause_key'),
    contactId: bigint({ mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('notices_phone_idx').on(t.phone, t.id)],
);
