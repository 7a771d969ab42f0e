import { bigint, index, pgTable } from 'drizzle-orm/pg-core';
import { phoneDigits } from './columns.ts';

/**
 * Numbers that share one person. A number that stands alone has no row here: its person's id is the number itself. So
 * every id that a person ever had is one of its numbers, and joining two people moves rows here and nowhere else.
 */
export const personPhones = pgTable(
  'person_phones',
  {
    phone: phoneDigits().primaryKey(),
    personId: bigint({ mode: 'number' }).notNull(),
  },
  // The gate asks for all numbers of a person: a "no" on one counts for all.
  (t) => [index('person_phones_person_idx').on(t.personId)],
);
