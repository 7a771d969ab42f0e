import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import type { StoredImport } from '../find-import.ts';

const BATCH_ROWS = 10_000;

/**
 * Takes back what an import has written that never came to be done: half a list must not be dialled. Repeatable.
 * `stands` is asked before each batch, in its transaction; once it says no, the rest stays.
 */
export async function removeContacts(
  deps: Pick<EngineDeps, 'db'>,
  { firstContactId, lastContactId }: Pick<StoredImport, 'firstContactId' | 'lastContactId'>,
  stands: (tx: Transaction) => Promise<boolean> = async () => true,
): Promise<void> {
  for (let removed = BATCH_ROWS; removed === BATCH_ROWS;) {
    removed = await inTransaction(deps.db, async (tx) => {
      if (!(await stands(tx))) return 0;
      const batch = await rows<{ id: number }>(
        tx,
        sql`select id from contacts where id between ${firstContactId} and ${lastContactId} order by id limit ${BATCH_ROWS}`,
      );
      const last = batch.at(-1);
      if (!last) return 0;
      const range = sql`between ${firstContactId} and ${last.id}`;
      await tx.execute(sql`delete from due where contact_id ${range}`);
      await tx.execute(sql`delete from contact_states where contact_id ${range}`);
      await tx.execute(sql`delete from contact_phones where contact_id ${range}`);
      await tx.execute(sql`delete from contacts where id ${range}`);
      return batch.length;
    });
  }
}
