import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { lockPurses } from '../dialing/lock-order.ts';
import { postEntries } from './post-entries.ts';
import { findPurses, openCampaignPurses, type Purses } from './purses.ts';

/**
 * Gives a campaign that may have dialled already its purses. What went out before counts: all of it as spent, and
 * what was booked today (UTC) against the daily cap.
 */
export async function openPursesLate(
  tx: Transaction,
  { campaignId, actor }: { campaignId: string; actor: string },
): Promise<Purses> {
  const existing = await findPurses(tx, { campaignId });
  if (existing) return existing;
  // Folds book under these locks: what they settle is either counted here or booked in the new purses.
  const accounts = await rows<{ accountId: string }>(
    tx,
    sql`
      select distinct a.account_id as "accountId"
      from attempts a join runs r on r.id = a.run_id where r.campaign_id = ${campaignId}`,
  );
  await lockPurses(tx, { accountIds: accounts.map(({ accountId }) => accountId), campaignIds: [] });
  const purses = await openCampaignPurses(tx, campaignId);
  const spent = await firstRow<{ micros: number }>(
    tx,
    sql`
      select coalesce(sum(a.cost_micros), 0)::bigint as micros
      from attempts a join runs r on r.id = a.run_id where r.campaign_id = ${campaignId}`,
  );
  if (!spent || spent.micros === 0) return purses;
  await postEntries(tx, [
    {
      fromAccount: purses.available,
      toAccount: purses.spent,
      amountMicros: spent.micros,
      kind: 'adjust',
      note: 'spent before the budget or cap was set',
      createdBy: actor,
    },
  ]);
  await tx.execute(sql`
    insert into spend_days (credit_account_id, day, spent_micros)
    select ${purses.available}::uuid, t.day,
      coalesce(sum(case when f.kind = 'available' then e.amount_micros else -e.amount_micros end), 0)
    from (select (outdial_now() at time zone 'UTC')::date as day) t,
      attempts a join runs r on r.id = a.run_id
      join ledger_entries e on e.attempt_id = a.id
      join credit_accounts f on f.id = e.from_account and f.account_id = a.account_id
    where r.campaign_id = ${campaignId} and e.created_at >= t.day::timestamp at time zone 'UTC'
    group by t.day`);
  return purses;
}
