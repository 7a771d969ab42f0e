import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';

const BATCH_ROWS = 5_000;

/** Takes back what an import has written, when it will never be done: half a list must not be dialled. Repeatable. */
export async function removeContacts(deps: Pick<EngineDeps, 'db'>, importId: string): Promise<void> {
  while ((await removeBatch(deps, importId)) > 0);
  await deps.db.execute(
    sql`update imports set accepted_rows = 0 where id = ${importId} and state in ('failed', 'cancelled')`,
  );
}

async function removeBatch(deps: Pick<EngineDeps, 'db'>, importId: string): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const batch = await rows<{ id: number }>(
      tx,
      sql`select id from contacts where import_id = ${importId} order by row_number limit ${BATCH_ROWS}`,
    );
    const ids = sql.param(batch.map((row) => row.id));
    await tx.execute(sql`delete from contact_states where contact_id = any(${ids}::bigint[])`);
    await tx.execute(sql`delete from contacts where id = any(${ids}::bigint[])`);
    return batch.length;
  });
}
