import { sql, type SQL } from 'drizzle-orm';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import { allOf, when } from '../reading/where.ts';
import { isOfCountry } from './country-of-prefix.ts';

/** The last attempt of a contact `s` that left Outdial or was refused, as `last`, for a lateral join. */
export const LAST_ATTEMPT: SQL = sql`lateral (
  select a.id, a.number_id, a.phone, a.channel, a.provider_reason, a.reason, a.provider_ref, a.account_id,
    failure_code(a.provider_reason, a.reason) as code, coalesce(a.ended_at, a.gated_at, a.created_at) as at
  from attempts a where a.contact_id = s.contact_id and a.state <> 'VOID' order by a.id desc limit 1
) last on true`;

/** What a list may ask of it; the same words as whichContacts has. */
export interface OfLastAttempt {
  numberId?: string | undefined;
  /** Digits that the dialled number begins with. */
  prefix?: string | undefined;
  /** Of the dialled number, by its prefix: ISO 3166, like US. */
  country?: string | undefined;
  /** The provider's own word, without what differs from call to call. */
  code?: string | undefined;
  /** Ended at or after, and before. */
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

export const asksOfAttempt = ({ numberId, prefix, country, code, fromMs, toMs }: OfLastAttempt): boolean =>
  [numberId, prefix, country, code, fromMs, toMs].some((value) => value !== undefined);

/** Throws EngineErrors `unknown_country`, `country_counted_with_another`. */
export const ofLastAttempt = (
  { numberId, prefix, country, code, fromMs, toMs }: OfLastAttempt,
  places: PlaceBook,
): SQL =>
  allOf(
    when(numberId, (id) => sql`last.number_id = ${id}`),
    when(prefix, (digits) => sql`last.phone::text like ${`${digits}%`}`),
    when(country, (iso) => isOfCountry(sql`last.phone`, iso, places, '/country')),
    when(code, (word) => sql`last.code = ${word}`),
    when(fromMs, (ms) => sql`last.at >= from_ms(${ms}::double precision)`),
    when(toMs, (ms) => sql`last.at < from_ms(${ms}::double precision)`),
  );
