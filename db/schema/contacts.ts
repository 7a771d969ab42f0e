import { bigint, index, integer, json, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { StatedConsent } from '../../domain/law/consent.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ZoneSource } from '../../domain/zone-source.ts';
import { phoneDigits } from './columns.ts';

/** What a row of a list asks for in place of what its campaign says. */
export interface ContactOverrides {
  /** The provider's agent id. */
  agent?: string;
  /** Not before. */
  sendAtMs?: number;
  /** Not at or after: an appointment's cut-off. */
  endsAtMs?: number;
  /** The message tells of a moved appointment. */
  moved?: true;
  /** Somebody wanted the message now, whatever its time was. */
  now?: true;
  /** Consent that its row states; written to consent_events when the list is committed. */
  consent?: StatedConsent;
  /** Its row is an appointment: when it starts, and in which zone that is told. Booked when the list is committed. */
  appointment?: { startsAtMs: number; zone: string };
}

/**
 * An accepted row of a list. Immutable but for zone_key, zone_source and
 * place_key, which an operator's repair may write: what else changes is in contact_states. No foreign keys: two
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
    zoneSource: text().$type<ZoneSource>().notNull(),
    /**
     * Every jurisdiction whose rules may hold for this number (`US-FL`, `CA-ON`, `GB`), sorted and joined by commas;
     * empty = none known, and the strict rules for unknown places hold.
     */
    placeKey: text().notNull().default(''),
    /** Text as it came in the file: as jsonb a million rows take a second more, and nothing looks into it by index. */
    variables: json().$type<Record<string, string>>().notNull().default({}),
    overrides: jsonb().$type<ContactOverrides>(),
  },
  // Look-up by phone in lists, for duplicates, and on opt-out.
  (t) => [index('contacts_phone_idx').on(t.phone)],
);
