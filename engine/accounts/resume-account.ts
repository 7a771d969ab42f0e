import { sql } from 'drizzle-orm';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';
import { findAccount } from './find-account.ts';

/**
 * Closes an account's breaker by a person's word: what it waited for is repaired. It opens again when the provider
 * refuses again. Throws EngineError `unknown_account`.
 */
export async function resumeAccount(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; reason?: string | undefined; actor: string },
): Promise<{ wokenRuns: number }> {
  const account = await findAccount(deps.db, input.accountId);
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts
      set breaker_state = 'closed', breaker_reason = null, breaker_wait_ms = 0, resume_at = null, ambiguous_in_a_row = 0
      where id = ${account.id}`);
    await audit(tx, {
      actor: input.actor,
      action: 'account.resume',
      subject: `account:${account.id}`,
      reason: input.reason,
    });
    const woken = await wakeRuns(tx, runUsesAccount(account.id));
    return { wokenRuns: woken.length };
  });
}
