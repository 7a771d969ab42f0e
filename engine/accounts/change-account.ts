import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, sqlState } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { unknownAccount } from './find-account.ts';

const UNIQUE_VIOLATION = '23505';

export interface AccountChange {
  name?: string | undefined;
  maxConcurrentCalls?: number | undefined;
  /** null = no cap. */
  dailyCapMicros?: number | null | undefined;
}

interface Limits {
  name: string;
  maxConcurrentCalls: number;
  dailyCapMicros: number | null;
}

/**
 * Changes the name and the limits of an account; they hold from the next round of dialing on. Throws EngineError
 * `unknown_account`, `account_name_taken`.
 */
export async function changeAccount(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; change: AccountChange; actor: string },
): Promise<void> {
  try {
    await write(deps, input);
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new EngineError(
      'conflict',
      'account_name_taken',
      `There is already an account named "${input.change.name}".`,
      {
        repair: 'Choose another name.',
      },
    );
  }
}

async function write(
  deps: Pick<EngineDeps, 'db'>,
  { accountId, change, actor }: { accountId: string; change: AccountChange; actor: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await firstRow<Limits>(
      tx,
      sql`
        select name, max_concurrent_calls as "maxConcurrentCalls", daily_cap_micros as "dailyCapMicros"
        from provider_accounts where id = ${accountId} for update`,
    );
    if (!before) throw unknownAccount(accountId);
    const after: Limits = {
      name: change.name ?? before.name,
      maxConcurrentCalls: change.maxConcurrentCalls ?? before.maxConcurrentCalls,
      dailyCapMicros: change.dailyCapMicros === undefined ? before.dailyCapMicros : change.dailyCapMicros,
    };
    await tx.execute(sql`
      update provider_accounts set name = ${after.name}, max_concurrent_calls = ${after.maxConcurrentCalls},
        daily_cap_micros = ${after.dailyCapMicros}
      where id = ${accountId}`);
    await audit(tx, { actor, action: 'account.change', subject: `account:${accountId}`, details: { before, after } });
    await wakeRuns(tx, runUsesAccount(accountId));
  });
}
