import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** Failures that a person declared done with, and why. Taking it back puts them on the list again. */
export const resolutions = pgTable('resolutions', {
  id: timeOrderedId(),
  filter: jsonb().$type<FailureFilter>().notNull(),
  reason: text().notNull(),
  contacts: integer().notNull(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
  undoneBy: text(),
  undoneAt: instant(),
});

/** A group that nobody wants to see before a time or a number of failures. */
export const failureSnoozes = pgTable(
  'failure_snoozes',
  {
    id: timeOrderedId(),
    /** Null = of all campaigns. */
    campaignId: uuid().references(() => campaigns.id),
    cause: text().notNull(),
    untilAt: instant(),
    untilCount: integer(),
    reason: text().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    endedBy: text(),
    endedAt: instant(),
  },
  (t) => [
    index('failure_snoozes_open_idx')
      .on(t.cause)
      .where(sql`ended_at is null`),
  ],
);
