import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, sqlState } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkBaseUrl } from './base-url.ts';
import { PROVIDER_DEFAULTS, type PaceLimit, type Provider } from './provider-defaults.ts';
import { writePaces } from './write-paces.ts';

const UNIQUE_VIOLATION = '23505';

export interface NewAccount {
  name: string;
  provider: Provider;
  /** For life: a simulated account can never become one that dials people. */
  mode: 'LIVE' | 'SIMULATED';
  apiKey: string;
  /** Required for SIMULATED; the provider's own address otherwise. */
  baseUrl?: string | undefined;
  currency?: string | undefined;
  callMicrosPerMinute?: number | undefined;
  smsMicros?: number | undefined;
  maxConcurrentCalls?: number | undefined;
  providerQueueSeconds?: number | undefined;
  maxCallMinutes?: number | undefined;
  dailyCapMicros?: number | null | undefined;
  details?: Record<string, unknown> | undefined;
  /** Replace the provider's documented limits. */
  paces?: PaceLimit[] | undefined;
  actor: string;
}

/**
 * Adds an account at a provider: its sealed key, its three purses and its rate limits. Asks the provider nothing;
 * `checkAccount` does. Throws EngineError `base_url_invalid`, `account_name_taken`.
 */
export async function addAccount(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  input: NewAccount,
): Promise<{ accountId: string }> {
  const defaults = PROVIDER_DEFAULTS[input.provider];
  if (input.mode === 'SIMULATED' && input.baseUrl === undefined) {
    throw new EngineError('invalid', 'base_url_invalid', 'A SIMULATED account needs the address of the simulator.', {
      repair: 'Give the base address that the simulator printed when it started.',
    });
  }
  const baseUrl = checkBaseUrl(input.mode, input.baseUrl ?? defaults.baseUrl);
  const sealedKey = deps.secrets.seal(input.apiKey);

  try {
    return await inTransaction(deps.db, async (tx) => {
      const row = await firstRow<{ id: string }>(
        tx,
        sql`
          insert into provider_accounts
            (name, provider, mode, base_url, api_key_sealed, currency, call_micros_per_minute, sms_micros,
             max_concurrent_calls, provider_queue_seconds, max_call_minutes, daily_cap_micros, details)
          values
            (${input.name}, ${input.provider}, ${input.mode}, ${baseUrl}, ${sealedKey}, ${input.currency ?? 'USD'},
             ${input.callMicrosPerMinute ?? defaults.callMicrosPerMinute}, ${input.smsMicros ?? defaults.smsMicros},
             ${input.maxConcurrentCalls ?? defaults.maxConcurrentCalls},
             ${input.providerQueueSeconds ?? defaults.providerQueueSeconds}, ${input.maxCallMinutes ?? 10},
             ${input.dailyCapMicros ?? null}, ${JSON.stringify(input.details ?? {})}::jsonb)
          returning id`,
      );
      if (!row) throw new Error('insert into provider_accounts returned no row');
      const accountId = row.id;
      await tx.execute(sql`
        insert into credit_accounts (account_id, kind)
        select ${accountId}::uuid, kind from unnest(array['funding', 'available', 'spent']) as kind`);
      await writePaces(tx, accountId, input.paces ?? defaults.paces);
      await audit(tx, {
        actor: input.actor,
        action: 'account.add',
        subject: `account:${accountId}`,
        details: { name: input.name, provider: input.provider, mode: input.mode, baseUrl },
      });
      return { accountId };
    });
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new EngineError('conflict', 'account_name_taken', `There is already an account named "${input.name}".`, {
      repair: 'Choose another name, or use the account that exists.',
      cause: error,
    });
  }
}
