import type { EngineDeps } from '../deps.ts';
import { syncBalance } from '../credits/sync-balance.ts';
import { findAccount } from './find-account.ts';
import { readingProvider } from './reading-provider.ts';

export interface AccountCheck {
  ok: true;
  /** What the provider says is left; null where it does not say. */
  providerBalanceMicros: number | null;
}

/**
 * Asks the provider whether key, address and version are right, and reads the balance.
 * Throws EngineError `unknown_account`, `provider_refused` (a person must act), `provider_unreachable`.
 */
export async function checkAccount(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { accountId: string },
): Promise<AccountCheck> {
  const account = await findAccount(deps.db, input.accountId);
  const telephony = await deps.telephonyFor(account.id);
  await readingProvider(account.name, () => telephony.check());
  const { providerBalanceMicros } = await syncBalance(deps, input);
  return { ok: true, providerBalanceMicros };
}
