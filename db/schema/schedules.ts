import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, primaryKey, text, index, uuid } from 'drizzle-orm/pg-core';
import { campaigns } from './campaigns.ts';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** What a recurring campaign was told. */
export interface ScheduleSettings {
  /** RFC 5545, without DTSTART. */
  rrule: string;
  /** `2026-12-08T09:30` on the clock of `zone`. */
  firstLocal: string;
  zone: string;
  /** Local dates on which it does not start. */
  exclusions: string[];
  /** When the campaign of last time is still running. */
  overlap: 'skip' | 'buffer_one' | 'allow';
  /** A start that was missed is made up for within this, else skipped and listed. */
  catchUpSeconds: number;
  /** Each start is put off by a random part of it. */
  jitterSeconds: number;
}

/** A campaign that is started again and again. Temporal holds its next starts; this row says what they must be. */
export const schedules = pgTable(
  'schedules',
  {
    id: timeOrderedId(),
    name: text().notNull(),
    /** Whose settings and lists each start copies. */
    campaignId: uuid()
      .notNull()
      .references(() => campaigns.id),
    settings: jsonb().$type<ScheduleSettings>().notNull(),
    state: text().$type<'active' | 'paused' | 'removed'>().notNull().default('active'),
    version: integer().notNull().default(1),
    /** What Temporal was told last. */
    syncedVersion: integer().notNull().default(0),
    /** When Temporal must be told again, since it knows starts of some weeks only. */
    syncAt: instant().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    // The relay's question.
    index('schedules_sync_idx')
      .on(t.syncAt)
      .where(sql`sync_at < 'infinity'`),
    check('schedules_state_known', sql`${t.state} in ('active', 'paused', 'removed')`),
  ],
);

/** Each start, once: the campaign that it made, or why it made none. */
export const scheduleStarts = pgTable(
  'schedule_starts',
  {
    scheduleId: uuid()
      .notNull()
      .references(() => schedules.id),
    scheduledAt: instant().notNull(),
    campaignId: uuid(),
    state: text().$type<'started' | 'skipped' | 'missed' | 'failed'>().notNull(),
    reason: text(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'schedule_starts_pkey', columns: [t.scheduleId, t.scheduledAt] })],
);
