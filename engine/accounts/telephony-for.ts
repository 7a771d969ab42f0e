import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps, TelephonyFor } from '../deps.ts';
import type { Telephony, TelephonyAccount, TelephonyOf } from '../ports.ts';
import { createBriefCache } from '../brief-cache.ts';
import { unknownAccount } from './find-account.ts';

/** Every callback and every claim asks; a rotated key may take this long to be used. */
const FRESH_MS = 1_000;

type AccountRow = Omit<TelephonyAccount, 'apiKey'> & { apiKeySealed: string };

/**
 * Hands out one adapter per account and keeps it, because it holds the connections to the provider. A rotated key
 * or a changed address makes a new one. Throws EngineError `unknown_account`, `secret_unreadable`.
 */
export function createTelephonyFor(
  deps: Pick<EngineDeps, 'db' | 'secrets'> & { telephonyOf: TelephonyOf },
): TelephonyFor {
  const kept = new Map<string, { builtFrom: string; telephony: Telephony }>();
  const briefly = createBriefCache<Telephony>(FRESH_MS);
  const load = async (accountId: string): Promise<Telephony> => {
    const row = await firstRow<AccountRow>(
      deps.db,
      sql`
        select id, provider, mode, base_url as "baseUrl", api_key_sealed as "apiKeySealed", details
        from provider_accounts where id = ${accountId}`,
    );
    if (!row) throw unknownAccount(accountId);
    const builtFrom = JSON.stringify(row);
    const known = kept.get(accountId);
    if (known?.builtFrom === builtFrom) return known.telephony;
    const { apiKeySealed, ...rest } = row;
    const telephony = deps.telephonyOf({ ...rest, apiKey: deps.secrets.open(apiKeySealed) });
    kept.set(accountId, { builtFrom, telephony });
    return telephony;
  };
  return async (accountId) => await briefly(accountId, async () => await load(accountId));
}
