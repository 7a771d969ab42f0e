import type { Db } from './client.ts';

export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** serialization_failure, deadlock_detected, lock_not_available: the same transaction may succeed a moment later. */
const REPEATABLE = new Set(['40001', '40P01', '55P03']);
const MAX_TRIES = 6;

/** The SQLSTATE of an error, wherever the driver or drizzle put it. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

/** Runs `work` in a transaction, again when Postgres says that only the timing was bad. `work` must be repeatable. */
export async function inTransaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (tries >= MAX_TRIES || !REPEATABLE.has(sqlState(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** tries * (0.5 + Math.random())));
    }
  }
}
