import { sql, type SQL } from 'drizzle-orm';
import type { LineType } from '../../domain/line-type.ts';
import { NO_CONSENT, type ContactNumber } from '../../domain/next-number.ts';
import type { Purpose } from '../../domain/purpose.ts';
import { consentHolds } from '../consent/records/consent-holds.ts';
import { suppressionHolds } from '../consent/holding.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { zonesOfKey } from './zones-of-key.ts';

export type ConsentOnRecord = ContactNumber['consent'];

/** A further number of a contact, as SQL hands it over. */
export interface FurtherNumber {
  place: number;
  phone: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ConsentOnRecord;
}

/** No law asks for consent on record there, so nobody looks. */
const NEVER_ASKED: readonly string[] = ['emergency', 'notice'] satisfies Purpose[];

/**
 * The class of consent on record for a number, by channel, as jsonb. `phone` is a column named with its table;
 * `purpose` may be one too, where contacts of several runs are read at once.
 */
export function consentOnRecord(phone: SQL, purpose: Purpose | SQL): SQL {
  if (typeof purpose === 'string' && NEVER_ASKED.includes(purpose)) return sql`${JSON.stringify(NO_CONSENT)}::jsonb`;
  const named = typeof purpose === 'string' ? sql`${purpose}::text` : purpose;
  const held = (channel: 'call' | 'sms'): SQL => {
    const holds = (wanted: SQL): SQL =>
      consentHolds(phone, named, sql.raw(`'${channel}'`), wanted, sql`(select outdial_now())`);
    return sql`case when ${holds(sql`'written'`)} then 'written' when ${holds(sql`'express'`)} then 'express' else 'none' end`;
  };
  const found = sql`jsonb_build_object('call', ${held('call')}, 'sms', ${held('sms')})`;
  return typeof purpose === 'string'
    ? found
    : sql`case when ${purpose} = any(${sql.param([...NEVER_ASKED])}::text[]) then ${JSON.stringify(NO_CONSENT)}::jsonb else ${found} end`;
}

/**
 * The channels that somebody of a person said no to, as jsonb. `person`: one of its numbers, as a column named with its
 * table; `purpose` may be one too.
 */
export const heldChannels = (person: SQL, purpose: Purpose | SQL): SQL => {
  const named = typeof purpose === 'string' ? sql`${purpose}::text` : purpose;
  const held = (channel: SQL): SQL => sql`exists (${suppressionHolds(sql`held_for.numbers`, named, channel)})`;
  return sql`(select to_jsonb(array_remove(array[case when ${held(sql`'call'`)} then 'call' end, case when ${held(sql`'sms'`)} then 'sms' end], null))
    from (select ${numbersOf(personOf(person))} as numbers offset 0) held_for)`;
};

/** The further numbers of a contact in their order, as jsonb; null = none. */
export const furtherNumbers = (contactId: SQL, purpose: Purpose | SQL): SQL => sql`
  (select jsonb_agg(jsonb_build_object('place', n.place, 'phone', n.phone, 'zoneKey', n.zone_key, 'placeKey', n.place_key,
      'lineType', n.line_type, 'consent', ${consentOnRecord(sql`n.phone`, purpose)}) order by n.place)
    from contact_phones n where n.contact_id = ${contactId})`;

export const toNumber = ({ zoneKey, ...number }: FurtherNumber): ContactNumber => ({
  ...number,
  zones: zonesOfKey(zoneKey),
});
