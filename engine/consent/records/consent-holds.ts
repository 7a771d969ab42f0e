import { sql, type SQL } from 'drizzle-orm';

/**
 * A condition: the consent on record for this very number covers the class `wanted` at `now`, or none is wanted. One
 * probe of the index by phone. The twin of domain/law/consent-held.ts; `phone`, `purpose`, `channel` and `wanted` are
 * parameters with a type (`${x}::text`) or columns named with their table, since bare ones would be those of
 * consent_events.
 */
export const consentHolds = (phone: SQL, purpose: SQL, channel: SQL, wanted: SQL, now: SQL): SQL => sql`
  (${wanted} = 'none' or coalesce((
    select said.kind = 'given' and (said.expires_at is null or said.expires_at > ${now})
      and (said.consent_class = ${wanted} or said.consent_class = 'written' and ${wanted} = 'express')
    from ${deciding(phone, purpose, channel, now)} as said
  ), false))`;

/** The event that decides for a number, purpose and channel at `now`: all its columns, or no row. */
export const deciding = (phone: SQL, purpose: SQL, channel: SQL, now: SQL): SQL => sql`(
  select told.* from consent_events told
  where told.phone = ${phone} and told.happened_at <= ${now}
    and told.purpose in ('', ${purpose}) and told.channel in ('', ${channel})
  order by told.happened_at desc, told.kind = 'revoked' desc, told.id desc limit 1)`;
