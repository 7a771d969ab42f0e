import { sql } from 'drizzle-orm';
import { bigint, index, pgSequence, pgTable } from 'drizzle-orm/pg-core';
import { phoneDigits } from './columns.ts';

export const personIds = pgSequence('person_ids');

/** Which person a phone number belongs to. Several numbers may share one person; a new number starts a new person. */
export const personPhones = pgTable(
  'person_phones',
  {
    phone: phoneDigits().primaryKey(),
    personId: bigint({ mode: 'number' })
      .notNull()
      .default(sql`nextval('person_ids')`),
  },
  // The gate asks for all numbers of a person: a "no" on one counts for all.
  (t) => [index('person_phones_person_idx').on(t.personId)],
);
