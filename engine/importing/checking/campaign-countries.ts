import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { PROVIDER_DEFAULTS, type Provider } from '../../accounts/provider-defaults.ts';
import type { EngineDeps } from '../../deps.ts';

interface NumberOfProvider {
  provider: Provider;
  phone: number;
}

/**
 * ISO 3166 codes of the countries that every number of the campaign's steps can reach, sorted; null = any, as far as is
 * known, also where there is no such campaign. Empty: its steps have no country in common.
 */
export async function countriesOf(deps: Pick<EngineDeps, 'db'>, campaignId: string): Promise<string[] | null> {
  const steps = await rows<NumberOfProvider>(
    deps.db,
    sql`select distinct p.provider, n.phone from campaigns c, jsonb_array_elements(c.settings -> 'steps') as step
        join numbers n on n.id = (step ->> 'numberId')::uuid
        join provider_accounts p on p.id = n.account_id
        where c.id = ${campaignId}`,
  );
  return common(steps);
}

/** The same for numbers that are no campaign's yet. */
export async function reachedBy(
  deps: Pick<EngineDeps, 'readDb'>,
  numberIds: readonly string[],
): Promise<string[] | null> {
  return common(
    await rows<NumberOfProvider>(
      deps.readDb,
      sql`select distinct p.provider, n.phone from numbers n join provider_accounts p on p.id = n.account_id
          where n.id = any(${sql.param(numberIds)}::uuid[])`,
    ),
  );
}

function common(numbers: readonly NumberOfProvider[]): string[] | null {
  let all: string[] | null = null;
  for (const { provider, phone } of numbers) {
    const reached = countriesOfNumber(provider, phone);
    if (reached === null) continue;
    all = all === null ? [...reached].sort() : all.filter((country) => reached.includes(country));
  }
  return all;
}

/**
 * A number from outside the provider's own stock was brought along (by a carrier of the customer's own), and calls what
 * that carrier can. One that was brought along from within cannot be told apart: it counts as the provider's.
 */
export function countriesOfNumber(provider: Provider, phone: number): readonly string[] | null {
  const { ownNumbers } = PROVIDER_DEFAULTS[provider];
  return ownNumbers && String(phone).startsWith(ownNumbers.prefix) ? ownNumbers.reach : null;
}
