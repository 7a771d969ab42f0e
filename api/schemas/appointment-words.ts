import { z } from 'zod';
import type {
  AppointmentState,
  MoveReason,
  PlannedReminder,
  SkipReason,
} from '../../domain/reminders/planned-reminder.ts';
import { instantIn, isoInstant, phoneOut, uuid } from './common.ts';
import { answerMeaning, contactState, type Mirror } from './states.ts';

export const local = z.string().meta({ description: 'What calendar and clock show there, 2026-12-09T09:30' });
export const says = z.string().meta({ description: 'The same for people: Wed 9 Dec 09:30 in Chicago' });
export const zone = z.string().min(1).max(120);
export const programme = z.string().min(1).max(200).meta({ description: 'Id or name' });
export const externalId = z.string().min(1).max(500);

export const appointmentState = z.enum({
  booked: 'booked',
  confirmed: 'confirmed',
  cancelled: 'cancelled',
} satisfies Mirror<AppointmentState>);

/** What a version of an appointment came from. */
export const appointmentChange = z.enum([
  'booked',
  'moved',
  'edited',
  'cancelled',
  'restored',
  'confirmed',
  'answered',
  'skipped',
  'sent_now',
  'replanned',
]);

export const stepSays = z.string().meta({ description: 'What people call the step', example: 'Text, 24 h before' });

export const planStatus = z.enum({
  planned: 'planned',
  sent: 'sent',
  skipped: 'skipped',
} satisfies Mirror<PlannedReminder['status']>);

export const planReason = z.enum({
  closed_day: 'closed_day',
  outside_hours: 'outside_hours',
  passed: 'passed',
  no_allowed_time: 'no_allowed_time',
  after_cutoff: 'after_cutoff',
  confirmed: 'confirmed',
  answered: 'answered',
  cancelled: 'cancelled',
  skipped: 'skipped',
  series_paused: 'series_paused',
  opted_out: 'opted_out',
  no_consent: 'no_consent',
  zone_unknown: 'zone_unknown',
  no_textable_number: 'no_textable_number',
} satisfies Mirror<MoveReason | SkipReason>);

export const reminderState = z
  .enum({ ...contactState.enum, skipped: 'skipped' })
  .meta({ description: 'The state of its message, or that it has none' });

export const instantMs = instantIn.transform((text) => Date.parse(text));
export const cursor = z.string().max(120).optional();

export const holdUp = z
  .object({
    code: z.enum([
      'opted_out',
      'zone_unknown',
      'stopped',
      'account_stopped',
      'breaker_open',
      'programme_paused',
      'being_replanned',
      'near_another',
    ]),
    message: z.string(),
    at: isoInstant.nullable().meta({ description: 'Since when' }),
    until: isoInstant.nullable().meta({ description: 'When the message that waits would be too late' }),
  })
  .meta({ id: 'AppointmentHoldUp' });

export const appointmentFields = {
  id: uuid,
  programmeId: uuid,
  programme: z.string(),
  externalId: z.string(),
  version: z.int(),
  state: appointmentState,
  phone: phoneOut,
  name: z.string().nullable(),
  startsAt: isoInstant,
  zone: z.string(),
  local,
  says,
  viewerLocal: local.nullable(),
  answer: answerMeaning.nullable(),
  answeredAt: isoInstant.nullable(),
  seriesId: uuid.nullable(),
  bookedAt: isoInstant,
  changedAt: isoInstant,
};
