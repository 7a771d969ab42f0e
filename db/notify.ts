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

/** What open dashboards are told: a topic has changed, look again. The counting triggers say `run:ID` by themselves. */
export const LIVE_CHANNEL = 'live';
export type LiveTopic = `run:${string}` | `retry:${string}` | 'campaigns' | 'failures' | 'system';

/** Tells open dashboards with the commit of the surrounding transaction. */
export async function notifyLive(tx: Pick<Queryable, 'execute'>, topic: LiveTopic): Promise<void> {
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${topic})`);
}
