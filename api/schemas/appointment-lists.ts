import { z } from 'zod';
import {
  appointmentFields,
  appointmentState,
  externalId,
  holdUp,
  instantMs,
  local,
  programme,
  reminderState,
  stepSays,
  zone,
} from './appointment-words.ts';
import { direction, isoInstant, limit, phoneIn, sortedCursor, uuid } from './common.ts';
import { channel } from './states.ts';

export const appointmentInList = z
  .object({
    ...appointmentFields,
    day: z.enum(['past', 'today', 'tomorrow', 'later']),
    next: z
      .object({ key: z.string(), says: stepSays, channel, at: isoInstant, local, until: isoInstant })
      .nullable()
      .meta({ description: 'The message that goes out next, and when it would be too late' }),
    reminders: z
      .object({
        waiting: z.int(),
        inFlight: z.int(),
        reached: z.int(),
        missed: z.int(),
        skipped: z.int(),
        failed: z.int(),
      })
      .meta({ description: 'How many steps of the plan are where' }),
    heldUp: z.array(holdUp),
  })
  .meta({ id: 'AppointmentInList' });

export const appointmentPage = z
  .object({
    items: z.array(appointmentInList),
    nextCursor: z.string().nullable(),
    at: isoInstant,
    counts: z.object({ today: z.int(), tomorrow: z.int(), later: z.int() }).nullable().meta({
      description:
        'Of the same filter, with the first page of what is to come; none with text, reminderState or another sort than time. 10001 = more than 10,000',
    }),
  })
  .meta({ id: 'AppointmentPage' });

export const listAppointmentsQuery = z.strictObject({
  programme: programme.optional(),
  day: z.enum(['today', 'tomorrow', 'later', 'past', 'upcoming', 'all']).optional().meta({
    description: 'Absent: upcoming, from the beginning of today on; all where a person or an id is asked for',
  }),
  from: instantMs.optional().meta({ description: 'Start at or after' }),
  to: instantMs.optional().meta({ description: 'Start before' }),
  phone: phoneIn.optional(),
  person: phoneIn.optional().meta({ description: 'Any number of the person who has this one' }),
  externalId: externalId.optional(),
  seriesId: uuid.optional(),
  state: appointmentState.optional(),
  reminderState: reminderState.optional(),
  text: z.string().trim().min(1).max(200).optional().meta({ description: 'A part of external id or name' }),
  zone: zone.optional().meta({
    description: 'Whose calendar says what today is, and in which times are told too; absent = each appointment’s own',
  }),
  sort: z
    .enum(['time', 'name', 'state', 'programme'])
    .optional()
    .meta({ description: 'Absent: time, day by day. Else rows without a value come last, equal ones by their start' }),
  direction,
  cursor: sortedCursor,
  limit,
});
