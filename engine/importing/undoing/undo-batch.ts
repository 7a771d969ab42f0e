import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { wakeRuns } from '../../campaigns/wake-runs.ts';
import type { EngineDeps } from '../../deps.ts';
import { deleteDueOf, deleteLateDueOf, endUndialled, lockStatesOf } from '../../planning/end-queued.ts';
import { LEASE_SECONDS } from '../storing/store-chunk.ts';

interface Batch {
  firstContactId: number;
  campaignId: string | null;
  ids: number[];
}

/** Why a contact of a list that was taken back is not dialled again. */
export const UNDONE_REASON = 'import_undone';

/**
 * Takes back the next contacts of a list in state `undoing`, the last rows first; called until it answers 0, and then
 * the list is `undone`. Answers how many contacts it looked at. Who has no attempt is removed with all that belongs to
 * it. Who has one stays, and is not dialled again: what waits ends as `cancelled`, what is in flight ends with its
 * attempt. `imports.last_row` is the last row that is not looked at yet, written with the batch: killed anywhere, it goes
 * on there.
 *
 * A claim and an undo never both get a contact. A claim needs its due row locked and takes it away in the transaction
 * that writes the attempt. This one locks, in the order in which everybody does:
 * 1. due rows, waiting. A claim that was first is over then: its row is gone and its attempt is seen in step 3. A claim
 *    that comes later skips the locked row, and finds it gone.
 * 2. states, waiting. A turn that plans a contact holds its state: its due row is seen in step 3. From here on nobody
 *    can plan it: a first plan needs the state, every other needs a due row or an attempt.
 * 3. In a snapshot taken now: due rows that such a plan wrote. Where a claim has one already it waits for our states, so
 *    we must not wait for it: the whole batch fails on the lock and is repeated, and then sees its attempt.
 * 4. Whoever has an attempt in a snapshot taken now is kept; all others go. Nobody can write one for them any more, so the
 *    foreign key of attempts has nothing to refuse.
 * Throws what the database throws when others hold locks too long: then it is to be called again.
 */
export async function undoBatch(deps: Pick<EngineDeps, 'db'>, importId: string, batch = 5_000): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const next = await takeBatch(tx, importId, batch);
    if (!next) return 0;
    const { ids } = next;
    if (ids.length === 0) {
      await finish(tx, importId, next.campaignId);
      return 0;
    }
    await deleteDueOf(tx, ids);
    await lockStatesOf(tx, ids);
    await deleteLateDueOf(tx, ids);
    const dialled = await dialledOf(tx, ids);
    const kept = new Set(dialled);
    const gone = ids.filter((id) => !kept.has(id));
    await endUndialled(tx, dialled, UNDONE_REASON);
    await removeContacts(tx, gone);
    await tx.execute(sql`
      update imports set undone_rows = undone_rows + ${gone.length}, last_row = ${Math.min(...ids) - next.firstContactId - 1},
        working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
      where id = ${importId}`);
    return ids.length;
  });
}

/** The row of the list is locked: a second job at the same list waits here, and takes the batch behind. */
async function takeBatch(tx: Transaction, importId: string, batch: number): Promise<Batch | undefined> {
  const list = await firstRow<Omit<Batch, 'ids'> & { lastRow: number }>(
    tx,
    sql`select first_contact_id as "firstContactId", campaign_id as "campaignId", last_row as "lastRow"
        from imports where id = ${importId} and state = 'undoing' for no key update`,
  );
  if (!list) return undefined;
  const found = await rows<{ id: number }>(
    tx,
    sql`select id from contacts where id >= ${list.firstContactId} and id <= ${list.firstContactId + list.lastRow}
        order by id desc limit ${batch}`,
  );
  return { ...list, ids: found.map(({ id }) => id) };
}

async function dialledOf(tx: Transaction, ids: readonly number[]): Promise<number[]> {
  const dialled = await rows<{ id: number }>(
    tx,
    sql`select distinct contact_id as id from attempts where contact_id = any(${sql.param(ids)}::bigint[])`,
  );
  return dialled.map(({ id }) => id);
}

async function removeContacts(tx: Transaction, ids: readonly number[]): Promise<void> {
  const gone = sql`any(${sql.param(ids)}::bigint[])`;
  await tx.execute(sql`delete from contact_states where contact_id = ${gone}`);
  await tx.execute(sql`delete from contact_phones where contact_id = ${gone}`);
  await tx.execute(sql`delete from contacts where id = ${gone}`);
}

/** A run that waited for these people alone has nothing left to wait for: it looks now, instead of when a row comes due. */
async function finish(tx: Transaction, importId: string, campaignId: string | null): Promise<void> {
  await tx.execute(sql`
    update imports set state = 'undone', last_row = 0, ended_at = outdial_now(), working_until = null where id = ${importId}`);
  if (campaignId !== null) await wakeRuns(tx, sql`r.campaign_id = ${campaignId}`);
}
