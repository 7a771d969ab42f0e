import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { RetryEvent } from '../../domain/events/event-kind.ts';
import { writeEvents } from './write-events.ts';

/** Tells other systems what became of a retry, in the transaction of the change and once for each; members as they are now. */
export async function tellOfRetry(tx: Transaction, kind: RetryEvent, retryId: string): Promise<void> {
  const retry = await firstRow<Record<string, unknown>>(
    tx,
    sql`select t.id as "retryId", t.name, t.campaign_id as "campaignId", c.name as "campaignName", t.will_dial as "willDial", m.*
        from retries t join campaigns c on c.id = t.campaign_id, lateral (
          select count(*) filter (where status = 'dialled')::int as dialled,
            count(*) filter (where status = 'dialled' and result in ('answered', 'sms_sent'))::int as reached,
            count(*) filter (where status in ('queued', 'waiting'))::int as left
          from run_members where retry_id = t.id) m
        where t.id = ${retryId}`,
  );
  if (retry) await writeEvents(tx, [{ kind, subject: `retry:${retryId}`, data: retry }]);
}
