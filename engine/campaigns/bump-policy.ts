import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';

/** Makes every due row of the run stale, and keeps how many there are: progress is told against it. */
export async function bumpPolicy(tx: Transaction, runId: string): Promise<number> {
  const bumped = await firstRow<{ total: number }>(
    tx,
    sql`
      update runs set policy_version = policy_version + 1, replan_at = (select outdial_now()),
        replan_total = (select count(*) from due d where d.run_id = ${runId})
      where id = ${runId} returning replan_total as total`,
  );
  return bumped?.total ?? 0;
}
