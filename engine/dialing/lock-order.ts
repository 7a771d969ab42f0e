import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';

/**
 * The one order in which the engine locks rows:
 *
 *   pacers -> credit accounts -> due -> attempts by id -> open_attempts by person
 *
 * Claim, gate, record, void and fold all keep to it. With another order in the fold, deadlocks cost a quarter of
 * the claims. A statement that locks several rows of one kind takes them in the order of their ids.
 *
 * `provider_accounts` and `runs` rows come last. Where one transaction takes both, fold (overdrawn, then planning),
 * top-up and resume of an account take the account first; record plans first and moves the breaker after it, so it
 * takes the run first. Record writes accounts only when a breaker moves, the fold only when credit ran out: when such a
 * pair does meet, Postgres ends one of the two (whichever noticed), and `inTransaction` repeats that one whole, as it
 * does for two that wake the same runs. A turn's `rest` and its finish hold the run's row and wait for nothing else.
 */

/** A purse that can pay for attempts. */
export interface Purse {
  id: string;
  balanceMicros: number;
}

/** Locks the `available` purses of provider accounts and campaigns; every claim and fold of an account queues here. */
export async function lockPurses(
  tx: Transaction,
  owners: { accountIds: readonly string[]; campaignIds: readonly string[] },
): Promise<(Purse & { accountId: string | null; campaignId: string | null })[]> {
  return await rows(
    tx,
    sql`select id, account_id as "accountId", campaign_id as "campaignId", balance_micros as "balanceMicros"
        from credit_accounts
        where (account_id = any(${uuidArray(owners.accountIds)}) or campaign_id = any(${uuidArray(owners.campaignIds)}))
          and kind = 'available'
        order by id
        for update`,
  );
}

/** An array parameter; drizzle would spread a plain array into a list. */
export const uuidArray = (ids: readonly string[]) => sql`${sql.param([...ids])}::uuid[]`;
