import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Channel } from '../../domain/channel.ts';
import type { PlannedReminder } from '../../domain/reminders/planned-reminder.ts';
import { instant, micros } from './columns.ts';

/**
 * The plan of each version of an appointment, a row a step. What became of a message is the state of its contact.
 * Append-only: a new plan is a new version.
 */
export const reminders = pgTable(
  'reminders',
  {
    appointmentId: uuid().notNull(),
    version: integer().notNull(),
    key: text().notNull(),
    slot: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    status: text().$type<PlannedReminder['status']>().notNull(),
    reason: text().$type<NonNullable<PlannedReminder['reason']>>(),
    /** By the step's timing alone, and as planned. */
    intendedAt: instant().notNull(),
    dueAt: instant(),
    /** The start that its message tells of. */
    startsAt: instant().notNull(),
    /** The message: a contact of the programme's run, which may serve several appointments. Null = skipped. */
    contactId: bigint({ mode: 'number' }),
    /** What it can cost at most, its first dial. */
    costMicros: micros().notNull().default(0),
  },
  (t) => [
    primaryKey({ name: 'reminders_pkey', columns: [t.appointmentId, t.version, t.key] }),
    // From a message, an attempt or an answer to its appointments.
    index('reminders_contact_idx').on(t.contactId),
  ],
);
