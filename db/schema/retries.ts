import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { createdAt, instant, micros, timeOrderedId } from './columns.ts';
import { campaigns } from './campaigns.ts';
import { runs } from './runs.ts';

/** A planned dial of a frozen group of contacts. While it is open it has a run of kind `retry`. */
export const retries = pgTable(
  'retries',
  {
    id: timeOrderedId(),
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    /** Made when it starts; a plan alone runs nothing. */
    runId: uuid().references(() => runs.id),
    name: text().notNull(),
    reason: text().notNull(),
    filter: jsonb().$type<FailureFilter>().notNull(),
    options: jsonb().$type<RetryOptions>().notNull(),
    state: text().$type<'planned' | 'running' | 'paused' | 'completed' | 'aborted'>().notNull().default('planned'),
    /** What the plan foretold, as it was shown. */
    matches: integer().notNull().default(0),
    willDial: integer().notNull().default(0),
    outsideHours: integer().notNull().default(0),
    nextWindowAt: instant(),
    costAtMostMicros: micros().notNull().default(0),
    durationSeconds: integer().notNull().default(0),
    overMaxAttempts: boolean().notNull().default(false),
    canaryState: text().$type<'none' | 'pending' | 'dialling' | 'passed' | 'stopped'>().notNull().default('none'),
    plannedBy: text().notNull(),
    plannedAt: createdAt(),
    startedBy: text(),
    startedAt: instant(),
    /** Nobody is queued before: until then an abort is an undo. */
    startsAt: instant(),
    endedAt: instant(),
  },
  (t) => [
    index('retries_campaign_idx').on(t.campaignId, t.id),
    index('retries_run_idx').on(t.runId),
    check('retries_state_known', sql`${t.state} in ('planned', 'running', 'paused', 'completed', 'aborted')`),
    check('retries_canary_known', sql`${t.canaryState} in ('none', 'pending', 'dialling', 'passed', 'stopped')`),
  ],
);
