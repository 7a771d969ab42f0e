import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Db } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { EngineError } from '../../error.ts';
import type { CopyTransaction } from '../../importing/storing/copy-transaction.ts';

/** Any number: with the hash of a name it is a lock that nobody else uses. */
const LIST_LOCKS = 7_202_613;

/**
 * Does one thing at a time to a list, on a connection of its own that ends with it: its lock and its temporary tables
 * go with it, whatever happens to this process. Throws EngineError `list_busy` when somebody else is at it.
 */
export async function holdList<T>(db: Db, name: string, work: (connection: CopyTransaction) => Promise<T>): Promise<T> {
  const client = await db.$client.connect();
  // A connection that dies while nobody asks it anything reports here; the next question then fails.
  const onError = (): void => {};
  client.on('error', onError);
  const tx = drizzle(client);
  try {
    const held = await firstRow<{ held: boolean }>(
      tx,
      sql`select pg_try_advisory_lock(${LIST_LOCKS}::int, hashtext(${name})) as held`,
    );
    if (!held?.held) {
      throw new EngineError('conflict', 'list_busy', `The list "${name}" is being loaded or removed at this moment.`, {
        repair: 'Wait until that is done.',
      });
    }
    return await work({ tx, client });
  } finally {
    // The server ends the connection in its own time; whoever comes next need not wait for it.
    await tx.execute(sql`select pg_advisory_unlock_all()`).catch(() => {});
    client.release(true);
  }
}

/** A statement over millions takes as long as it takes; what else waits for a lock is told soon. */
export async function inLongTransaction<T>({ client, tx }: CopyTransaction, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await tx.execute(sql`select set_config('statement_timeout', '30min', true), set_config('work_mem', '64MB', true)`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that is gone has rolled back by itself.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
