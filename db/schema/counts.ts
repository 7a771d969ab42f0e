import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, micros, serialId } from './columns.ts';

/** What is counted: see count_contacts() and count_attempts() in the migrations, which alone write deltas. */
type Counted = 'contact' | 'cause_contact' | 'attempt' | 'failure' | 'ended';

const columns = () => ({
  runId: uuid().notNull(),
  what: text().$type<Counted>().notNull(),
  key: text().notNull(),
  value: text().notNull().default(''),
  n: bigint({ mode: 'number' }).notNull(),
  micros: micros().notNull().default(0),
  presumed: micros().notNull().default(0),
  firstAt: instant(),
  lastAt: instant(),
});

/** How many contacts and attempts are in which state, without counting them. Read through the view live_counts. */
export const counts = pgTable('counts', columns(), (t) => [
  primaryKey({ name: 'counts_pkey', columns: [t.runId, t.what, t.key, t.value] }),
]);

/**
 * What changed since the last compaction: written by triggers in the very statement that changes a row, so that counts
 * cannot drift, and appended, so that nobody waits for a row that everybody counts in.
 */
export const countDeltas = pgTable('count_deltas', { id: serialId().primaryKey(), ...columns() }, (t) => [
  index('count_deltas_run_idx').on(t.runId, t.what),
]);
