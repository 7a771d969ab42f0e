import { sql } from 'drizzle-orm';
import type { Queryable } from './client.ts';

/** The one channel of wake-ups. A payload says "look at X"; doubles, losses and order do not matter. */
export const WORK_CHANNEL = 'work';
/** sender: slots were freed or credit came; fold: the inbox has rows; the others name what the relay must start. */
export type WorkKind = 'run' | 'reconcile' | 'import' | 'transcript' | 'schedule' | 'fold' | 'slots' | 'event';

/** Sends a wake-up with the commit of the surrounding transaction. */
export async function notifyWork(tx: Pick<Queryable, 'execute'>, kind: WorkKind, id: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${WORK_CHANNEL}, ${`${kind}:${id}`})`);
}
