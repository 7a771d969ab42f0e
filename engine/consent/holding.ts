import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether a "no" with this scope holds for an attempt of a purpose and channel: the twin of suppressionHolds in
 * domain/suppression-scope.ts. A purpose that is missing is held by what was said to every purpose.
 */
export const heldBy = (scope: { purpose: SQL; channel: SQL }, purpose: SQL, channel: SQL): SQL =>
  sql`(${purpose}) is distinct from 'notice' and ${scope.purpose} in ('', ${purpose}) and ${scope.channel} in ('', ${channel})`;

/**
 * To be asked with `exists (...)`: the "no"s that hold for an attempt. `phones`: all numbers of the person, as an
 * array (numbersOf); a probe of the one index per number.
 */
export const suppressionHolds = (phones: SQL, purpose: SQL, channel: SQL): SQL =>
  sql`select from suppressions held where held.phone = any(${phones}) and held.lifted_at is null
    and ${heldBy({ purpose: sql`held.purpose`, channel: sql`held.channel` }, purpose, channel)}`;

/**
 * Whether nothing of a campaign is left for a person: the twin of holdsWholeCampaign. `settings`: those of the
 * campaign, as jsonb.
 */
export const campaignHeld = (phones: SQL, settings: SQL): SQL =>
  sql`(jsonb_array_length(${settings} -> 'steps') > 0 and not exists (
    select from jsonb_array_elements(${settings} -> 'steps') as planned(step)
    where not exists (${suppressionHolds(phones, sql`${settings} ->> 'purpose'`, sql`planned.step ->> 'channel'`)})))`;
