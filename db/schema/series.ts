import { sql } from 'drizzle-orm';
import { check, integer, json, pgTable, text, uniqueIndex, index, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/** A recurring appointment. Its occurrences are appointments, made for the weeks to come and held to their local time. */
export const series = pgTable(
  'series',
  {
    id: timeOrderedId(),
    programmeId: uuid().notNull(),
    externalId: text().notNull(),
    version: integer().notNull().default(1),
    state: text().$type<'active' | 'paused' | 'ended'>().notNull().default('active'),
    /** RFC 5545, without DTSTART: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`. */
    rrule: text().notNull(),
    /** The local start of its first occurrence, `2026-12-08T09:30`. */
    firstLocal: text().notNull(),
    zone: text().notNull(),
    phone: phoneDigits().notNull(),
    name: text(),
    variables: json().$type<Record<string, string>>().notNull().default({}),
    /** Occurrences that start before it are made. */
    madeUntil: instant().notNull(),
    /** When more are to be made; `infinity` = never. */
    extendAt: instant().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    changedAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('series_external_key').on(t.programmeId, t.externalId),
    // Which must be extended next.
    index('series_extend_idx').on(t.extendAt),
    check('series_state_known', sql`${t.state} in ('active', 'paused', 'ended')`),
  ],
);
