import { z } from 'zod';
import { callingHours, settings as campaignSettings } from './campaigns.ts';
import { name, uuid } from './common.ts';
import { limitFields, storedLimits } from './dial-limits.ts';
import { answerMeaning, campaignPurpose, channel, purpose } from './states.ts';

const liquid = z.string().min(1).max(20_000);
const stepKey = z.string().min(1).max(60);

/** Ranges are the engine's; here only types, so that both answer with the same words. */
const timing = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('before'),
      seconds: z.int().meta({ description: 'Before the start; negative = after it', example: 86_400 }),
    }),
    z.strictObject({ kind: z.literal('booking'), afterSeconds: z.int().meta({ description: 'After the booking' }) }),
    z.strictObject({
      kind: z.literal('local'),
      daysBefore: z.int().meta({ description: "Days before the appointment's date, in its zone", example: 1 }),
      at: z.string().max(5).meta({ description: 'Time of day', example: '18:00' }),
    }),
  ])
  .meta({ id: 'StepTiming' });

const follows = z
  .strictObject({ when: z.enum(['not_reached', 'no_reply']), afterSeconds: z.int() })
  .meta({ id: 'StepFollows', description: 'Of a fallback: after what, and how long after' });

const said = {
  accountId: uuid,
  numberId: uuid,
  agentRef: z.string().min(1).max(200).optional(),
  variables: z.record(z.string().min(1).max(100), liquid).optional(),
  text: liquid.optional().meta({ example: 'See you {{ appointment_day }} at {{ appointment_time }}.' }),
  template: name.optional(),
  movedText: liquid.optional().meta({ description: 'In place of the text where it tells of a moved appointment' }),
  movedTemplate: name.optional(),
  movedVariables: z.record(z.string().min(1).max(100), liquid).optional(),
  maxAttempts: z.int().optional(),
};
const action = z
  .strictObject({
    channel,
    ...said,
    follows: follows.optional(),
    slot: z.int().optional().meta({ description: 'As it was read; not looked at' }),
  })
  .meta({ id: 'ProgrammeActionDraft' });

const afterConfirm = z
  .enum(['stop', 'send'])
  .optional()
  .meta({ description: 'Whether it still goes out to who has confirmed' });

const writtenStep = z
  .strictObject({
    key: stepKey.optional().meta({ description: 'Made from timing and channel where left out', example: '24h-sms' }),
    when: timing,
    actions: z.array(action).min(1).max(10),
    afterConfirm,
  })
  .meta({ id: 'ProgrammeStepDraft' });
const shortStep = z
  .strictObject({
    short: z.string().min(1).max(200).meta({ example: '24h:sms>failed:call' }),
    key: stepKey.optional(),
    call: z.strictObject(said).optional(),
    sms: z.strictObject(said).optional(),
    afterConfirm,
  })
  .meta({
    id: 'ProgrammeStepShort',
    description:
      'As people type it: 24h:sms, 2h:call, -1h:sms (after the start), booking:sms, booking+10m:sms, 1d@18:00:sms; ' +
      'then what follows: >10m:sms (after nobody was reached), >failed:call (at once), >noreply30m:call',
  });

const settingsFields = {
  purpose: campaignPurpose,
  steps: z
    .array(z.union([writtenStep, shortStep]))
    .min(1)
    .max(50),
  zone: z.string().max(100).nullable().optional().meta({
    description: "In which times are told; null = the recipient's, by the number",
    example: 'America/Chicago',
  }),
  hours: callingHours.optional(),
  languages: z
    .array(z.string().max(35))
    .max(20)
    .optional()
    .meta({ example: ['en', 'es'] }),
  cutoffSeconds: z.int().optional().meta({ description: 'No message later than this before the start' }),
  lateSeconds: z
    .int()
    .optional()
    .meta({ description: 'What fell behind still goes out when it is less late than this' }),
  mergeWithinSeconds: z
    .int()
    .nullable()
    .optional()
    .meta({ description: 'Appointments of one person and day share a message when due within so long; null = never' }),
  repeatAfterMoveSeconds: z.int().optional().meta({ description: 'A move by more repeats the steps that were sent' }),
  answers: z
    .strictObject({
      keys: z
        .record(z.string().max(5), answerMeaning)
        .optional()
        .meta({ example: { '1': 'confirm', '2': 'cancel' } }),
      onConfirm: z.enum(['stop', 'continue']).optional(),
      onCancel: z.enum(['cancel', 'stop', 'continue']).optional(),
      onReschedule: z.enum(['stop', 'continue']).optional(),
      cutoffSeconds: z.int().optional(),
    })
    .optional(),
  ...limitFields,
};

export const programmeDraft = z.strictObject(settingsFields).meta({ id: 'ProgrammeDraft' });
export const programmeChange = z
  .strictObject({
    ...settingsFields,
    purpose: settingsFields.purpose.optional(),
    steps: settingsFields.steps.optional().meta({ description: 'All of them: those that are left out are removed' }),
  })
  .meta({ id: 'ProgrammeChange' });

/** As stored: complete. */
export const programmeSettings = z
  .object({
    purpose,
    zone: z.string().nullable(),
    hours: campaignSettings.shape.hours,
    languages: z.array(z.string()),
    steps: z.array(
      z.object({
        key: z.string(),
        when: timing,
        actions: z.array(
          z.object({
            channel,
            accountId: uuid,
            numberId: uuid,
            agentRef: z.string().optional(),
            variables: z.record(z.string(), z.string()).optional(),
            text: z.string().optional(),
            movedText: z.string().optional(),
            movedVariables: z.record(z.string(), z.string()).optional(),
            maxAttempts: z.int().optional(),
            follows: follows.optional(),
            slot: z.int(),
          }),
        ),
        afterConfirm: z.enum(['stop', 'send']),
      }),
    ),
    cutoffSeconds: z.int(),
    lateSeconds: z.int(),
    mergeWithinSeconds: z.int().nullable(),
    repeatAfterMoveSeconds: z.int(),
    answers: z.object({
      keys: z.record(z.string(), answerMeaning.optional()),
      onConfirm: z.enum(['stop', 'continue']),
      onCancel: z.enum(['cancel', 'stop', 'continue']),
      onReschedule: z.enum(['stop', 'continue']),
      cutoffSeconds: z.int(),
    }),
    ...storedLimits,
  })
  .meta({ id: 'ProgrammeSettings' });
