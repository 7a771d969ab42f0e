import { sql } from 'drizzle-orm';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { countInFlight, type InFlight } from '../campaigns/in-flight.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';
import { findAccount } from './find-account.ts';

/** Stops everything that goes out through an account. Writes its own row only. Throws EngineError `unknown_account`. */
export async function stopAccount(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; reason?: string | undefined; actor: string },
): Promise<{ stopped: true } & InFlight> {
  const account = await findAccount(deps.db, input.accountId);
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts
      set stopped_at = coalesce(stopped_at, (select outdial_now())), stopped_reason = ${input.reason ?? 'by_person'}
      where id = ${account.id}`);
    await audit(tx, {
      actor: input.actor,
      action: 'account.stop',
      subject: `account:${account.id}`,
      reason: input.reason,
    });
  });
  return { stopped: true, ...(await countInFlight(deps.db, sql`o.account_id = ${account.id}`)) };
}

/** Lets an account send again and wakes its runs. Throws EngineError `unknown_account`. */
export async function startAccount(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; actor: string },
): Promise<{ stopped: false; wokenRuns: number }> {
  const account = await findAccount(deps.db, input.accountId);
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`
      update provider_accounts set stopped_at = null, stopped_reason = null where id = ${account.id}`);
    await audit(tx, { actor: input.actor, action: 'account.start', subject: `account:${account.id}` });
    const woken = await wakeRuns(tx, runUsesAccount(account.id));
    return { stopped: false, wokenRuns: woken.length };
  });
}
