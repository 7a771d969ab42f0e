import { drizzle } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import type { Db, Queryable } from '../../../db/client.ts';
import { sqlState } from '../../../db/transaction.ts';

export interface CopyTransaction {
  tx: Pick<Queryable, 'execute'>;
  /** The same connection, for COPY. */
  client: PoolClient;
}

const REPEATABLE = new Set(['40001', '40P01', '55P03']);
const MAX_TRIES = 6;

/** A transaction that can COPY too; repeated when Postgres says that only the timing was bad. */
export async function inCopyTransaction<T>(db: Db, work: (transaction: CopyTransaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(db, work);
    } catch (error) {
      if (tries >= MAX_TRIES || !REPEATABLE.has(sqlState(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** tries * (0.5 + Math.random())));
    }
  }
}

async function once<T>(db: Db, work: (transaction: CopyTransaction) => Promise<T>): Promise<T> {
  const client = await db.$client.connect();
  let broken: Error | undefined;
  // A connection that dies while nobody asks it anything reports here.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work({ tx: drizzle(client), client });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
