import { bigint, index, integer, json, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { LineType } from '../../domain/line-type.ts';
import { phoneDigits } from './columns.ts';

/** What a row of a list asks for in place of what its campaign says. */
export interface ContactOverrides {
  /** The provider's agent id. */
  agent?: string;
  /** Not before. */
  sendAtMs?: number;
}

/**
 * An accepted row of a list. Immutable: what changes about a contact is in contact_states. No foreign keys: two
 * thirds of an import's time went into checking that rows which one transaction writes together belong together;
 * the ledger audit looks for strays instead.
 */
export const contacts = pgTable(
  'contacts',
  {
    /** The list's serial * 2^24 + row number: unique per row, and a list is one range of it. */
    id: bigint({ mode: 'number' }).primaryKey(),
    importId: uuid().notNull(),
    rowNumber: integer().notNull(),
    /** The number that is tried first; further ones are in contact_phones. */
    phone: phoneDigits().notNull(),
    lineType: text().$type<LineType>().notNull().default('unknown'),
    externalId: text(),
    name: text(),
    /** Every zone that this number may be in, sorted and joined by commas; empty = none known, so never dialled. */
    zoneKey: text().notNull(),
    zoneSource: text().$type<'column' | 'prefix' | 'default' | 'none'>().notNull(),
    /** Text as it came in the file: as jsonb a million rows take a second more, and nothing looks into it by index. */
    variables: json().$type<Record<string, string>>().notNull().default({}),
    overrides: jsonb().$type<ContactOverrides>(),
  },
  // Look-up by phone in lists, for duplicates, and on opt-out.
  (t) => [index('contacts_phone_idx').on(t.phone)],
);
