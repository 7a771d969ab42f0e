import { sql, type SQL } from 'drizzle-orm';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import { isOfCountry } from './country-of-prefix.ts';

/**
 * `select s.contact_id` of the contacts that a filter means, from `contact_states s`: ended with a cause, not resolved.
 * What speaks of an attempt is asked of the contact's last one that was not given back, and only when it is asked.
 * Throws EngineErrors `unknown_country`, `country_counted_with_another`.
 */
export function whichContacts(filter: FailureFilter, places: PlaceBook): SQL {
  const { causes = [], contactIds, exceptContactIds, retryId } = filter;
  const wanted: SQL[] = [
    sql`s.run_id = (select r.id from runs r where r.campaign_id = ${filter.campaignId} and r.kind in ('campaign', 'programme') limit 1)`,
    sql`s.cause is not null and s.resolution_id is null`,
  ];
  if (causes.length > 0) wanted.push(sql`s.cause = any(${sql.param(causes)}::text[])`);
  if (contactIds) wanted.push(sql`s.contact_id = any(${sql.param(contactIds)}::bigint[])`);
  if (exceptContactIds?.length) wanted.push(sql`s.contact_id <> all(${sql.param(exceptContactIds)}::bigint[])`);
  if (retryId !== undefined) {
    wanted.push(
      sql`exists (select from run_members m where m.retry_id = ${retryId} and m.contact_id = s.contact_id and m.status = 'dialled')`,
    );
  }
  const ofAttempt = attemptConditions(filter, places);
  if (ofAttempt.length > 0) {
    wanted.push(sql`exists (
      select from (
        select a.number_id, a.phone, a.provider_reason, a.reason, coalesce(a.ended_at, a.gated_at, a.created_at) as at
        from attempts a where a.contact_id = s.contact_id and a.state <> 'VOID' order by a.id desc limit 1
      ) last where ${sql.join(ofAttempt, sql` and `)})`);
  }
  return sql`select s.contact_id from contact_states s where ${sql.join(wanted, sql` and `)}`;
}

function attemptConditions(
  { numberId, prefix, country, code, endedFromMs, endedToMs }: FailureFilter,
  places: PlaceBook,
): SQL[] {
  return [
    numberId === undefined ? undefined : sql`last.number_id = ${numberId}`,
    prefix === undefined ? undefined : sql`last.phone::text like ${`${prefix}%`}`,
    country === undefined ? undefined : isOfCountry(sql`last.phone`, country, places, '/filter/country'),
    code === undefined ? undefined : sql`failure_code(last.provider_reason, last.reason) = ${code}`,
    endedFromMs === undefined ? undefined : sql`last.at >= from_ms(${endedFromMs}::double precision)`,
    endedToMs === undefined ? undefined : sql`last.at < from_ms(${endedToMs}::double precision)`,
  ].filter((condition) => condition !== undefined);
}
