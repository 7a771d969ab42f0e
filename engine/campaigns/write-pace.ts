import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { paceLimit } from './pace-limit.ts';

/** Gives a run the pace of its settings, or none. */
export async function writePace(
  tx: Transaction,
  runId: string,
  settings: Pick<CampaignSettings, 'pacePerSecond'>,
): Promise<void> {
  if (settings.pacePerSecond === null) {
    await tx.execute(sql`delete from pacers where run_id = ${runId}`);
    return;
  }
  const { maxCount, windowMs } = paceLimit(settings.pacePerSecond);
  const changed = await firstRow(
    tx,
    sql`update pacers set max_count = ${maxCount}, window_ms = ${windowMs} where run_id = ${runId} returning id`,
  );
  if (!changed) {
    await tx.execute(sql`
      insert into pacers (run_id, max_count, window_ms) values (${runId}, ${maxCount}, ${windowMs})`);
  }
}
