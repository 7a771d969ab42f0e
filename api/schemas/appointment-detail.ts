import { z } from 'zod';
import {
  appointmentChange,
  appointmentFields,
  appointmentState,
  externalId,
  holdUp,
  local,
  planReason,
  planStatus,
  programme,
  reminderState,
  stepSays,
  zone,
} from './appointment-words.ts';
import { isoInstant, micros, phoneOut, uuid } from './common.ts';
import { answerMeaning, attemptState, channel } from './states.ts';
import { suppression } from './suppressions.ts';

export const appointmentParams = z.strictObject({ programmeId: programme, externalId });
export const showAppointmentQuery = z.strictObject({ zone: zone.optional() });

const planStep = {
  key: z.string(),
  says: stepSays,
  channel,
  status: planStatus,
  reason: planReason.nullable().meta({ description: 'Why at another time than its own, or why not at all' }),
  intendedAt: isoInstant,
  dueAt: isoInstant.nullable(),
  contactId: z.int().nullable().meta({ description: 'The message: ask /v1/contacts/ID/explain why it waits' }),
  costMicros: micros.meta({ description: 'What its first dial can cost at most' }),
};

export const reminder = z
  .object({
    ...planStep,
    state: reminderState,
    stateReason: z.string().nullable(),
    sharedBy: z.int(),
    attemptsMade: z.int(),
    lastOutcome: z.string().nullable(),
    next: z.object({ slot: z.int(), channel, at: isoInstant, until: isoInstant }).nullable(),
  })
  .meta({ id: 'Reminder' });

const version = z
  .object({
    version: z.int(),
    change: appointmentChange,
    cause: z.string().nullable(),
    by: z.string(),
    createdAt: isoInstant,
    state: appointmentState,
    phone: phoneOut,
    name: z.string().nullable(),
    variables: z.record(z.string(), z.string()),
    startsAt: isoInstant,
    zone: z.string(),
    local,
    programmeVersion: z.int(),
    plan: z.array(z.object({ ...planStep, startsAt: isoInstant })),
  })
  .meta({ id: 'AppointmentVersion' });
export const appointmentVersions = z.object({ items: z.array(version) });

const timelineEntry = z
  .object({
    at: isoInstant,
    kind: z.enum([
      'version',
      'skipped',
      'withdrawn',
      'missed',
      'held_back',
      'attempt',
      'answer',
      'message',
      'suppression',
      'lifted',
      'planned',
    ]),
    words: z.string(),
    key: z.string().exactOptional(),
    version: z.int().exactOptional(),
    attempt: z
      .object({
        id: uuid,
        key: z.string(),
        contactId: z.int(),
        channel,
        ordinal: z.int(),
        state: attemptState,
        outcome: z.string().nullable(),
        reason: z.string().nullable(),
        providerReason: z.string().nullable(),
        talkSeconds: z.int().nullable(),
        text: z.string().nullable(),
        costMicros: micros.nullable().meta({ description: 'Of the whole message, whoever shares it' }),
        costPresumed: z.boolean(),
        sharedBy: z.int(),
        transcript: z.boolean(),
        recording: z.boolean(),
        createdAt: isoInstant,
        sentAt: isoInstant.nullable(),
        endedAt: isoInstant.nullable(),
      })
      .exactOptional(),
    answer: z
      .object({
        attemptId: uuid,
        meaning: answerMeaning,
        source: z.string(),
        digits: z.string().nullable(),
        said: z.string().nullable(),
        receivedAt: isoInstant,
        waits: z.boolean().meta({ description: 'Not applied to the appointment yet' }),
      })
      .exactOptional(),
    message: z
      .object({ id: uuid, phone: phoneOut, body: z.string(), meaning: z.string(), receivedAt: isoInstant })
      .exactOptional(),
    suppression: suppression.exactOptional(),
  })
  .meta({ id: 'AppointmentTimelineEntry' });

export const appointmentDetail = z
  .object({
    ...appointmentFields,
    at: isoInstant,
    variables: z.record(z.string(), z.string()),
    heldUp: z.array(holdUp),
    plan: z.array(reminder),
    versions: z.array(version),
    timeline: z.array(timelineEntry),
    cost: z.object({
      spentMicros: micros,
      presumedMicros: micros,
      sharedMicros: micros.meta({ description: 'Of messages that other appointments share, each counted whole' }),
      currency: z.string(),
    }),
  })
  .meta({ id: 'AppointmentDetail' });
