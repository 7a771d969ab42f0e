import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import type { StoredImport } from './find-import.ts';

const BATCH_ROWS = 10_000;

/** Takes back what an import has written that never came to be done: half a list must not be dialled. Repeatable. */
export async function removeContacts(
  deps: Pick<EngineDeps, 'db'>,
  { firstContactId, lastContactId }: Pick<StoredImport, 'firstContactId' | 'lastContactId'>,
): Promise<void> {
  for (let removed = BATCH_ROWS; removed === BATCH_ROWS;) {
    removed = await inTransaction(deps.db, async (tx) => {
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
