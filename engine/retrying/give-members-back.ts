import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { deleteDueOf, deleteLateDueOf, lockStatesOf } from '../planning/end-queued.ts';
import type { EngineDeps } from '../deps.ts';
import { giveStatesBack } from './give-states-back.ts';

const BATCH = 5_000;

/**
 * One batch of an aborted retry: due rows away, members as they were before. Who is on a call keeps the call and its
 * result. Harmless to repeat, so a turn finishes what the verb began. Answers how many it gave back; 0 = none are left.
 */
export async function giveMembersBack(deps: Pick<EngineDeps, 'db'>, runId: string, batch = BATCH): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const members = await rows<{ retryId: string; contactId: number }>(
      tx,
      sql`select m.retry_id as "retryId", m.contact_id as "contactId" from retries t join run_members m on m.retry_id = t.id
          where t.run_id = ${runId} and m.status in ('queued', 'waiting') and not ${hasAttempt(runId, sql`m.contact_id`)}
          order by m.contact_id limit ${batch}`,
    );
    const ids = members.map(({ contactId }) => contactId);
    if (ids.length === 0) return 0;
    await deleteDueOf(tx, ids);
    await lockStatesOf(tx, ids);
    await deleteLateDueOf(tx, ids);
    // A claim that was quicker has made an attempt: its sender gives it back, or it was dialled.
    const claimed = await rows<{ contactId: number }>(
      tx,
      sql`select c.id as "contactId" from unnest(${sql.param(ids)}::bigint[]) as c(id) where ${hasAttempt(runId, sql`c.id`)}`,
    );
    const taken = new Set(claimed.map(({ contactId }) => contactId));
    await giveStatesBack(
      tx,
      members.filter(({ contactId }) => !taken.has(contactId)),
    );
    return ids.length;
  });
}

const hasAttempt = (runId: string, contactId: SQL): SQL =>
  sql`exists (select from attempts a where a.contact_id = ${contactId} and a.run_id = ${runId} and a.state <> 'VOID')`;
