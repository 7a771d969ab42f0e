import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, phoneDigits, serialId } from './columns.ts';
import { imports } from './imports.ts';

/** An accepted row of a list. Immutable: what changes about a contact is in contact_states. */
export const contacts = pgTable(
  'contacts',
  {
    id: serialId().primaryKey(),
    importId: uuid()
      .notNull()
      .references(() => imports.id),
    rowNumber: integer().notNull(),
    phone: phoneDigits().notNull(),
    personId: bigint({ mode: 'number' }).notNull(),
    externalId: text(),
    name: text(),
    /** Every zone that the contact may be in, sorted and joined by commas; empty = none known, so never dialled. */
    zoneKey: text().notNull(),
    zoneSource: text().$type<'column' | 'prefix' | 'default' | 'none'>().notNull(),
    variables: jsonb().$type<Record<string, string>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    // A resumed import meets rows that it has already written.
    uniqueIndex('contacts_import_row_key').on(t.importId, t.rowNumber),
    // Look-up by phone in lists and on opt-out.
    index('contacts_phone_idx').on(t.phone),
  ],
);
