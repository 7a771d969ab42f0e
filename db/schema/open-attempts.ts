import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Channel } from '../../domain/channel.ts';
import { attempts } from './attempts.ts';
import { instant, micros } from './columns.ts';

/**
 * Attempts that are not over: the concurrency cap, the one-live-attempt-per-person lock, the held credit and
 * the reconciler's work list in one. Claim inserts; VOID, REFUSED, PARKED and DISPOSED delete.
 */
export const openAttempts = pgTable(
  'open_attempts',
  {
    attemptId: uuid()
      .primaryKey()
      .references(() => attempts.id),
    /** Null only when a late fact reopened an attempt whose person is taken by another. */
    personId: bigint({ mode: 'number' }),
    accountId: uuid().notNull(),
    numberId: uuid().notNull(),
    runId: uuid().notNull(),
    channel: text().$type<Channel>().notNull(),
    /** live: holds a call slot. ended: settled, but the person stays locked until DISPOSED. */
    phase: text().$type<'live' | 'ended'>().notNull(),
    holdMicros: micros().notNull(),
    /** When somebody must ask what became of it. */
    checkAt: instant().notNull(),
    /** How many times the provider was asked. */
    checks: bigint({ mode: 'number' }).notNull().default(0),
  },
  (t) => [
    uniqueIndex('open_attempts_person_key').on(t.personId),
    // The reconciler's work list, and slots and holds of an account.
    index('open_attempts_account_idx').on(t.accountId, t.checkAt),
    // "Is the run done", and the run's own concurrency.
    index('open_attempts_run_idx').on(t.runId),
    check('open_attempts_phase_known', sql`${t.phase} in ('live', 'ended')`),
    check('open_attempts_hold_not_negative', sql`${t.holdMicros} >= 0`),
  ],
);
