import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { PROVIDER_DEFAULTS, type Provider } from '../../accounts/provider-defaults.ts';
import type { EngineDeps } from '../../deps.ts';

/**
 * ISO 3166 codes of the countries that every number of the campaign's steps can reach, sorted; null = any, as far as is
 * known, also where there is no such campaign. Empty: its steps have no country in common.
 */
export async function countriesOf(deps: Pick<EngineDeps, 'db'>, campaignId: string): Promise<string[] | null> {
  const steps = await rows<{ provider: Provider; phone: number }>(
    deps.db,
    sql`select distinct p.provider, n.phone from campaigns c, jsonb_array_elements(c.settings -> 'steps') as step
        join numbers n on n.id = (step ->> 'numberId')::uuid
        join provider_accounts p on p.id = n.account_id
        where c.id = ${campaignId}`,
  );
  let common: string[] | null = null;
  for (const { provider, phone } of steps) {
    const reached = countriesOfNumber(provider, phone);
    if (reached === null) continue;
    common = common === null ? [...reached].sort() : common.filter((country) => reached.includes(country));
  }
  return common;
}

/**
 * A number from outside the provider's own stock was brought along (by a carrier of the customer's own), and calls what
 * that carrier can. One that was brought along from within cannot be told apart: it counts as the provider's.
 */
export function countriesOfNumber(provider: Provider, phone: number): readonly string[] | null {
  const { ownNumbers } = PROVIDER_DEFAULTS[provider];
  return ownNumbers && String(phone).startsWith(ownNumbers.prefix) ? ownNumbers.reach : null;
}
