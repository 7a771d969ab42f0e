import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { findAccount } from '../accounts/find-account.ts';
import { readingProvider } from '../accounts/reading-provider.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';

/**
 * Reads the provider's own balance and keeps it beside the ledger's; the ledger itself moves only by a top-up or an
 * adjustment. A balance that covers the dearest attempt ends a wait for credit.
 * Throws EngineError `unknown_account`, `provider_unreachable`, `provider_refused`.
 */
export async function syncBalance(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { accountId: string },
): Promise<{ providerBalanceMicros: number | null }> {
  const account = await findAccount(deps.db, input.accountId);
  const telephony = await deps.telephonyFor(account.id);
  const balanceMicros = await readingProvider(account.name, () => telephony.readBalance());
  if (balanceMicros === null) return { providerBalanceMicros: null };

  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts
      set provider_balance_micros = ${balanceMicros}, provider_balance_at = (select outdial_now())
      where id = ${account.id}`);
    const dearestMicros = Math.max(account.smsMicros, account.callMicrosPerMinute * account.maxCallMinutes);
    if (balanceMicros < dearestMicros) return;
    const cleared = await firstRow(
      tx,
      sql`
        update provider_accounts
        set breaker_state = 'closed', breaker_reason = null, breaker_wait_ms = 0, resume_at = null
        where id = ${account.id} and breaker_state <> 'closed' and breaker_reason = 'no_credit'
        returning id`,
    );
    if (cleared) await wakeRuns(tx, runUsesAccount(account.id));
  });
  return { providerBalanceMicros: balanceMicros };
}
