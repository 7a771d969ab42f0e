import { z } from 'zod';
import { appointmentState, cursor, instantMs, local, programme, says, stepSays, zone } from './appointment-words.ts';
import { isoInstant, limit, micros, phoneOut, queryFlag, uuid } from './common.ts';
import { attemptState, channel } from './states.ts';

export const loadQuery = z.strictObject({ programme: programme.optional(), zone: zone.optional() });
export const reminderLoad = z
  .object({
    at: isoInstant,
    zone: z.string(),
    lanes: z.array(
      z.object({
        accountId: uuid,
        account: z.string(),
        channel,
        perHour: z.int().nullable().meta({ description: 'Sends that fit into an hour; null = nothing bounds them' }),
        limitedBy: z.enum(['account_pace', 'number_pace', 'programme_pace', 'slots']).nullable(),
        planned: z.int(),
        meanCallSeconds: z.int().nullable(),
        meanOfCalls: z.int().meta({ description: '0 = no call yet, 90 s are assumed' }),
      }),
    ),
    hours: z.array(
      z.object({
        at: isoInstant,
        local,
        calls: z.int(),
        texts: z.int(),
        share: z.number().nullable().meta({ description: 'Of the fullest lane' }),
        warning: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ReminderLoad' });

export const listMissedQuery = z.strictObject({
  programme: programme.optional(),
  since: instantMs.optional().meta({ description: 'Given up at or after; absent = in the last seven days' }),
  sendable: queryFlag.optional().meta({ description: 'Only what can still be sent before its cut-off' }),
  cursor,
  limit,
});
export const missedPage = z
  .object({
    items: z.array(
      z.object({
        contactId: z.int(),
        programmeId: uuid,
        programme: z.string(),
        key: z.string(),
        says: stepSays,
        channel,
        phone: phoneOut,
        name: z.string().nullable(),
        dueAt: isoInstant,
        missedAt: isoInstant,
        lateSeconds: z.int(),
        costMicros: micros.meta({ description: 'Sent now, at most' }),
        currency: z.string(),
        reason: z.string().nullable(),
        lastAttempt: z
          .object({ state: attemptState, outcome: z.string().nullable(), reason: z.string().nullable() })
          .nullable(),
        sendableUntil: isoInstant
          .nullable()
          .meta({ description: 'Sent now it would be in time until then; null = over' }),
        appointments: z.array(
          z.object({ externalId: z.string(), startsAt: isoInstant, zone: z.string(), says, state: appointmentState }),
        ),
      }),
    ),
    nextCursor: z.string().nullable(),
    at: isoInstant,
    policies: z.array(z.object({ programmeId: uuid, programme: z.string(), lateSeconds: z.int(), words: z.string() })),
  })
  .meta({ id: 'MissedReminders' });
