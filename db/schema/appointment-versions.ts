import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { AppointmentState } from '../../domain/reminders/planned-reminder.ts';
import { createdAt, instant, phoneDigits } from './columns.ts';

/** What brought a version about. */
export type AppointmentChange =
  | 'booked'
  | 'moved'
  | 'edited'
  | 'cancelled'
  | 'restored'
  | 'confirmed'
  | 'answered'
  | 'skipped'
  | 'sent_now'
  | 'replanned';

/** Every version of an appointment, with what changed and who changed it. Append-only. */
export const appointmentVersions = pgTable(
  'appointment_versions',
  {
    appointmentId: uuid().notNull(),
    version: integer().notNull(),
    change: text().$type<AppointmentChange>().notNull(),
    /** Why, where a person or a rule says so: a reason, the edit of a programme, the other appointment of a message. */
    cause: text(),
    state: text().$type<AppointmentState>().notNull(),
    phone: phoneDigits().notNull(),
    zone: text().notNull(),
    startsAt: instant().notNull(),
    programmeVersion: integer().notNull(),
    /** Name and variables as they were from this version on. */
    details: jsonb().$type<{ name: string | null; variables: Record<string, string> }>().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'appointment_versions_pkey', columns: [t.appointmentId, t.version] })],
);
