import { z } from 'zod';
import { isoInstant, name, reason, uuid, uuidCursor } from './common.ts';
import { runState } from './states.ts';

const localTime = z.string().meta({ description: 'On the clock of the zone, like 2026-12-08T09:30' });
const overlap = z.enum(['skip', 'buffer_one', 'allow']).meta({
  description: 'When the campaign of last time is not over: skip this start, let one wait for it, or start beside it',
});
const scheduleState = z.enum(['active', 'paused', 'removed']);

/** Ranges and rules are the engine's, which names every problem at once. */
const draftFields = {
  rule: z.string().min(1).max(500).meta({ description: '"every 2nd Tuesday 09:30", or RRULE (RFC 5545)' }),
  first: z.string().max(30).meta({
    description:
      'Where the rule begins: 2026-12-08T09:30, or the date alone when the rule says the time; today when absent',
  }),
  zone: z.string().min(1).max(100),
  overlap,
  catchUpMinutes: z.int().meta({ description: 'A start that was missed is made up for within this, else listed' }),
  jitterSeconds: z.int().meta({ description: 'Each start is put off by a random part of it' }),
  exclusions: z.array(z.string().max(30)).meta({ description: 'Local dates on which it does not start' }),
};

export const newSchedule = z
  .strictObject({
    name,
    campaignId: uuid.meta({ description: 'Whose settings and lists each start copies, as they are then' }),
    rule: draftFields.rule,
    first: draftFields.first.optional(),
    zone: draftFields.zone,
    overlap: overlap.optional(),
    catchUpMinutes: draftFields.catchUpMinutes.optional(),
    jitterSeconds: draftFields.jitterSeconds.optional(),
    exclusions: draftFields.exclusions.optional(),
  })
  .meta({ id: 'NewSchedule' });

export const scheduleChange = newSchedule.partial().meta({ id: 'ScheduleChange' });

const next = z.array(
  z.object({
    at: isoInstant,
    local: localTime,
    note: z.enum(['gap', 'fold']).nullable().meta({
      description: 'gap: clocks jump over the time that day, so it is later. fold: it comes twice; this is the first',
    }),
  }),
);

export const schedulePreview = z
  .object({
    rrule: z.string(),
    words: z.string().meta({ description: 'What was understood' }),
    firstLocal: localTime,
    zone: z.string(),
    next: next.meta({ description: 'The next five starts' }),
  })
  .meta({ id: 'SchedulePreview' });

export const schedule = z
  .object({
    id: uuid,
    name: z.string(),
    campaignId: uuid,
    campaignName: z.string(),
    state: scheduleState,
    version: z.int(),
    synced: z.boolean().meta({ description: 'Whether the scheduler knows this version' }),
    rrule: z.string(),
    words: z.string().meta({ description: 'What was understood' }),
    firstLocal: localTime,
    zone: z.string(),
    overlap,
    catchUpMinutes: z.number(),
    jitterSeconds: z.int(),
    exclusions: z.array(z.string()),
    next: next.meta({ description: 'The next five; none while it is paused' }),
    starts: z
      .array(
        z.object({
          scheduledAt: isoInstant,
          local: localTime,
          state: z.enum(['waiting', 'starting', 'started', 'skipped', 'missed', 'failed']),
          reason: z
            .string()
            .nullable()
            .meta({ description: 'A code; of a failed start the code, a colon and what happened' }),
          campaignId: uuid.nullable(),
          campaignState: runState.nullable(),
        }),
      )
      .meta({ description: 'Newest first; a list has the last one of each' }),
    createdBy: z.string(),
    createdAt: isoInstant,
  })
  .meta({ id: 'Schedule' });

export const schedulePreviewQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional().meta({ description: 'true = only say what it would do' }),
});
export const listSchedulesQuery = z.strictObject({
  state: scheduleState.optional().meta({ description: 'Without it, those that were removed are left out' }),
  ...uuidCursor,
});
export const scheduleParams = z.strictObject({ scheduleId: uuid });
export const scheduleReason = z.strictObject({ reason: reason.optional() }).nullish();
