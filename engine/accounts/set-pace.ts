import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { findAccount } from './find-account.ts';
import type { PaceLimit } from './provider-defaults.ts';
import { writePaces } from './write-paces.ts';

/**
 * Replaces all rate limits of an account; an empty list means none. Throws EngineError `unknown_account`,
 * `unknown_number`.
 */
export async function setPace(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; paces: PaceLimit[]; actor: string },
): Promise<void> {
  const account = await findAccount(deps.db, input.accountId);
  await inTransaction(deps.db, async (tx) => {
    const foreign = await firstRow<{ id: string }>(
      tx,
      sql`
        select wanted.id from unnest(${sql.param(input.paces.flatMap((p) => p.numberId ?? []))}::uuid[]) as wanted (id)
        where not exists (select from numbers n where n.id = wanted.id and n.account_id = ${account.id})`,
    );
    if (foreign) {
      throw new EngineError('invalid', 'unknown_number', `Account ${account.name} has no number ${foreign.id}.`, {
        repair: 'Sync the numbers and list them to find the id.',
      });
    }
    // The new limits start where the old ones stood: replacing a limit twice must not let twice as much through.
    const kept = await firstRow<{ nextMs: number | null }>(
      tx,
      sql`
        with gone as (delete from pacers where account_id = ${account.id} returning next_at)
        select to_ms(max(next_at)) as "nextMs" from gone where next_at > '-infinity'`,
    );
    await writePaces(tx, account.id, input.paces, kept?.nextMs ?? null);
    await audit(tx, {
      actor: input.actor,
      action: 'account.set_pace',
      subject: `account:${account.id}`,
      details: { paces: input.paces },
    });
    await wakeRuns(tx, runUsesAccount(account.id));
  });
}
