import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, json, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AnswerMeaning } from '../../domain/answer.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { AppointmentState } from '../../domain/reminders/planned-reminder.ts';
import type { ZoneSource } from '../../domain/zone-source.ts';
import { createdAt, instant, phoneDigits, timeOrderedId } from './columns.ts';

/** An appointment as it stands. What it was before is in appointment_versions, what goes out for it in reminders. */
export const appointments = pgTable(
  'appointments',
  {
    id: timeOrderedId(),
    programmeId: uuid().notNull(),
    /** The id in the system that books. */
    externalId: text().notNull(),
    /** From 1, one more with every change of it or of its plan. */
    version: integer().notNull().default(1),
    state: text().$type<AppointmentState>().notNull().default('booked'),
    phone: phoneDigits().notNull(),
    lineType: text().$type<LineType>().notNull().default('unknown'),
    name: text(),
    /** The zone in which its time is told; IANA. */
    zone: text().notNull(),
    startsAt: instant().notNull(),
    /** Every zone and jurisdiction that the recipient may be in, as in contacts: whose hours hold. */
    zoneKey: text().notNull(),
    zoneSource: text().$type<ZoneSource>().notNull(),
    placeKey: text().notNull().default(''),
    variables: json().$type<Record<string, string>>().notNull().default({}),
    /** Keys of steps that somebody took out of this one appointment. */
    skipped: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** The last answer that counts, and when it was given. */
    answer: text().$type<AnswerMeaning>(),
    answeredAt: instant(),
    seriesId: uuid(),
    /** The start that its series gave it: which occurrence it is, wherever it was moved. */
    occurrenceAt: instant(),
    /** Edited by itself: changes of its series leave it alone. */
    detached: boolean().notNull().default(false),
    /** The run's policy version under which its steps were planned last; older = stale, nothing of it passes the gate. */
    planVersion: integer().notNull(),
    bookedAt: instant().notNull(),
    changedAt: instant().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('appointments_external_key').on(t.programmeId, t.externalId),
    // Lists by day, and what is still to come when a programme changes.
    index('appointments_starts_idx').on(t.programmeId, t.startsAt),
    // Plans of an older version, the nearest first.
    index('appointments_plan_idx').on(t.programmeId, t.planVersion, t.startsAt),
    // Lists by person, and messages that several appointments of one day share.
    index('appointments_phone_idx').on(t.phone, t.startsAt),
    uniqueIndex('appointments_occurrence_key')
      .on(t.seriesId, t.occurrenceAt)
      .where(sql`series_id is not null`),
    check('appointments_state_known', sql`${t.state} in ('booked', 'confirmed', 'cancelled')`),
  ],
);
