import { z } from 'zod';
import { appointmentChange, appointmentState, planStatus, stepSays } from './appointment-words.ts';
import { isoInstant, micros, reason, uuid } from './common.ts';
import { answerMeaning, channel } from './states.ts';

/** Bounds of a request only: what an appointment may hold is the engine's to say, of each item by itself. */
const words = z.string().max(20_000);
const variables = z.record(z.string(), words).meta({ description: 'At most 50', example: { doctor: 'Dr Okafor' } });

const phone = words.meta({ description: 'E.164', example: '+12025550123' });
const startsAt = words.meta({
  description: 'With its offset, or as a clock on the wall shows it in `zone`',
  example: '2026-12-09 09:30',
});
const zone = words.meta({
  description: "Whose clock: else the programme's, else the recipient's by the number, where that is clear",
  example: 'America/Chicago',
});
const fold = z.enum(['earlier', 'later']).meta({ description: 'Which of two, where the clocks go back' });
const recipientZone = words.meta({ description: 'Where the recipient is, where that is known better than by number' });

export const booking = z
  .strictObject({
    phone,
    startsAt,
    zone: zone.optional(),
    fold: fold.optional(),
    recipientZone: recipientZone.optional(),
    name: words.optional().meta({ example: 'Ann Lee' }),
    variables: variables.optional(),
  })
  .meta({ id: 'Booking' });

export const bookingPatch = z
  .strictObject({
    phone: phone.optional(),
    startsAt: startsAt.optional(),
    zone: zone.optional(),
    fold: fold.optional(),
    recipientZone: recipientZone.nullable().optional(),
    name: words.nullable().optional(),
    variables: variables.optional(),
  })
  .meta({ id: 'BookingChange', description: 'What is to be otherwise; null takes it away' });

export const bulkBody = z
  .strictObject({
    appointments: z.array(booking.extend({ externalId: words.meta({ example: 'visit-4711' }) })).min(1),
  })
  .meta({ id: 'Bookings' });

export const skipBody = z
  .strictObject({
    steps: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Keys; left out = all that are still to come', example: ['24h-sms'] }),
    undo: z.boolean().optional().meta({ description: 'Put them back instead' }),
    reason: reason.optional(),
  })
  .nullish();
export const sendNowBody = z
  .strictObject({
    step: z.string().min(1).max(200).optional().meta({ description: 'Left out = the next one of the plan' }),
    reason: reason.optional(),
  })
  .nullish();
export const restoreBody = z.strictObject({ reason: reason.optional() }).nullish();
export const cancelQuery = z.strictObject({ reason: reason.optional() });
export const dryRunQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional().meta({ description: 'true = only say what it would do' }),
});

const plannedStep = z
  .object({
    step: z.string(),
    says: stepSays,
    channel,
    status: planStatus,
    reason: z.string().nullable().meta({ description: 'Why at another time than its own, or why not at all' }),
    why: z.string().meta({ description: 'The same in words' }),
    at: isoInstant.nullable().meta({ description: 'When it goes out, or went out; null = it does not' }),
    atLocal: z.string().nullable(),
    intendedAt: isoInstant,
    costMicros: micros.meta({ description: 'At most' }),
    nearest: z
      .object({ before: isoInstant.nullable(), after: isoInstant.nullable() })
      .nullable()
      .meta({ description: 'The nearest allowed moments, where it has none of its own' }),
    sharedWith: z.array(uuid).meta({ description: 'Other appointments of the same message' }),
  })
  .meta({ id: 'PlannedStep' });

const changeFields = {
  appointmentId: uuid,
  programmeId: uuid,
  externalId: z.string(),
  version: z.int(),
  state: appointmentState,
  change: z.enum([...appointmentChange.options, 'unchanged']),
  startsAt: isoInstant,
  zone: z.string(),
  understood: z.string().meta({ description: 'As it was understood', example: 'Wed 9 Dec 09:30 in Chicago' }),
  answer: answerMeaning.nullable(),
  plan: z.array(plannedStep),
  before: z
    .array(plannedStep)
    .nullable()
    .meta({ description: 'The plan of the version before; null = there was none' }),
  inFlight: z
    .array(z.object({ attemptId: uuid, step: z.string(), says: stepSays, channel }))
    .meta({ description: 'Messages of the plan before that had left; they cannot be taken back' }),
  notes: z.array(z.object({ code: z.string(), message: z.string() })),
};

const EXAMPLE = {
  appointmentId: '01980000-0000-7000-8000-000000000001',
  programmeId: '01980000-0000-7000-8000-000000000002',
  externalId: 'visit-4711',
  version: 2,
  state: 'booked' as const,
  change: 'moved' as const,
  startsAt: '2026-12-09T15:30:00.000Z',
  zone: 'America/Chicago',
  understood: 'Wed 9 Dec 09:30 in Chicago',
  answer: null,
  plan: [
    {
      step: '24h-sms',
      says: 'Text, 24 h before',
      channel: 'sms' as const,
      status: 'planned' as const,
      reason: null,
      why: '24 hours before the start.',
      at: '2026-12-08T15:30:00.000Z',
      atLocal: 'Tue 8 Dec 09:30 in Chicago',
      intendedAt: '2026-12-08T15:30:00.000Z',
      costMicros: 7_900,
      nearest: null,
      sharedWith: [],
    },
  ],
  before: [],
  inFlight: [],
  notes: [],
};

export const changedAppointment = z.object(changeFields).meta({
  id: 'ChangedAppointment',
  description: 'What it is now, the old and the new plan side by side',
  example: EXAMPLE,
});

export const previewedAppointment = z
  .object({ ...changeFields, appointmentId: uuid.nullable().meta({ description: 'Null = it is not there yet' }) })
  .meta({ id: 'PreviewedAppointment', description: 'What a PUT would answer; nothing was written' });

export const bookingProblem = z
  .object({
    code: z.string(),
    message: z.string(),
    pointer: z.string().meta({ description: 'JSON pointer into the item' }),
    repair: z.string().optional(),
    suggestions: z.array(z.string()).optional().meta({ description: 'Times or zones that would do' }),
    places: z.array(z.string()).optional().meta({ description: 'Where the clocks show each suggestion' }),
  })
  .meta({
    id: 'BookingProblem',
    example: {
      code: 'time_ambiguous',
      message: 'the clocks in Chicago go back and show 2026-11-01 01:30 twice; say which one is meant',
      pointer: '/startsAt',
      suggestions: ['2026-11-01T01:30-05:00', '2026-11-01T01:30-06:00'],
    },
  });

export const bulkResult = z
  .object({
    results: z
      .array(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), ...changeFields }),
          z.object({ ok: z.literal(false), externalId: z.string(), problem: bookingProblem }),
        ]),
      )
      .meta({ description: 'In the order of the request' }),
    counts: z.object({
      booked: z.int(),
      moved: z.int(),
      edited: z.int(),
      restored: z.int(),
      unchanged: z.int(),
      refused: z.int(),
    }),
  })
  .meta({ id: 'BookingResults' });
