import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Heartbeats of worker processes, every 5 s: what /ready and doctor report about the dialing side. */
export const workers = pgTable('workers', {
  id: uuid().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  startedAt: instant().notNull(),
  seenAt: instant().notNull(),
  temporalOk: boolean().notNull(),
  redisOk: boolean().notNull(),
  /** Difference between this process's clock and the database's; dialing stops beyond 1,000. */
  clockSkewMs: integer().notNull(),
  stoppedAt: instant(),
});
