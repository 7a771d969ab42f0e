import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { LineType } from '../../domain/line-type.ts';
import { phoneDigits } from './columns.ts';

/** Further numbers of a contact, tried in order after the first one. Immutable as the contact is. */
export const contactPhones = pgTable(
  'contact_phones',
  {
    contactId: bigint({ mode: 'number' }).notNull(),
    /** From 1; the number in contacts is 0. */
    place: integer().notNull(),
    phone: phoneDigits().notNull(),
    lineType: text().$type<LineType>().notNull().default('unknown'),
    /** As in contacts. */
    zoneKey: text().notNull(),
    placeKey: text().notNull().default(''),
  },
  (t) => [
    primaryKey({ name: 'contact_phones_pkey', columns: [t.contactId, t.place] }),
    index('contact_phones_phone_idx').on(t.phone),
  ],
);
