import { z } from 'zod';
import { inFlight, isoInstant, micros, phoneOut, queryFlag, uuid } from './common.ts';
import { attemptState, channel, consentClass, mayGo, testState } from './states.ts';

export const testsParams = z.object({ campaignId: uuid });
export const testParams = z.object({ campaignId: uuid, testId: uuid });
export const sendTestQuery = z.object({ dry_run: queryFlag.optional() });

const values = z.record(z.string().min(1).max(200), z.string().max(10_000));

export const newTest = z
  .object({
    phone: z.string().trim().min(1).max(40).meta({ description: 'In full, like +12025550123' }),
    step: z.int().min(0).max(50).optional().meta({ description: 'From 0; absent = the first' }),
    importId: uuid.optional(),
    row: z
      .int()
      .min(1)
      .max(16_000_000)
      .optional()
      .meta({ description: 'Of the list: its values fill the script; absent = the first accepted row' }),
    values: values.optional().meta({ description: "In place of the row's" }),
    timezone: z.string().min(1).max(100).optional().meta({ description: 'Where the number alone does not tell it' }),
    agrees: z
      .boolean()
      .optional()
      .meta({ description: 'Whoever answers this number asked for the test; kept where the law wants consent' }),
  })
  .meta({ id: 'NewTest' });

const script = z.object({
  variables: z.array(z.object({ name: z.string(), value: z.string(), required: z.boolean() })),
  missing: z.array(z.string()),
  text: z.string().nullable(),
  agentVariables: z.record(z.string(), z.string()),
  sms: z
    .object({ segments: z.int(), encoding: z.enum(['GSM-7', 'UCS-2']), unicodeCharacters: z.array(z.string()) })
    .nullable(),
  problem: z.string().nullable(),
});

export const testPreview = z
  .object({
    kind: z.literal('preview'),
    phone: phoneOut,
    step: z.int(),
    channel,
    zones: z.array(z.string()),
    callerId: phoneOut,
    account: z.string(),
    currency: z.string(),
    costAtMostMicros: micros,
    row: z.object({ importId: uuid, rowNumber: z.int(), name: z.string().nullable() }).nullable(),
    script,
    consent: z.object({
      wanted: consentClass,
      needed: z.boolean(),
      mayBeSaidHere: z.boolean(),
      text: z.string(),
    }),
    go: mayGo,
    code: z.string().nullable(),
    message: z.string().nullable(),
    nextAt: isoInstant.nullable(),
    endsAt: isoInstant,
  })
  .meta({ id: 'TestPreview' });

const testFields = {
  id: uuid,
  campaignId: uuid,
  step: z.int(),
  channel,
  phone: phoneOut,
  contactId: z.int(),
  state: testState,
  open: z.boolean(),
  code: z.string().nullable(),
  message: z.string(),
  nextAt: isoInstant.nullable(),
  endsAt: isoInstant,
  callerId: phoneOut,
  currency: z.string(),
  createdAt: isoInstant,
  createdBy: z.string(),
  attempt: z
    .object({
      id: uuid,
      state: attemptState,
      outcome: z.string().nullable(),
      reason: z.string().nullable(),
      providerReason: z.string().nullable(),
      sentAt: isoInstant.nullable(),
      endedAt: isoInstant.nullable(),
      talkSeconds: z.number().nullable(),
      holdMicros: micros,
      costMicros: micros.nullable(),
      costPresumed: z.boolean(),
      rendered: z
        .object({ text: z.string().optional(), variables: z.record(z.string(), z.string()).optional() })
        .nullable(),
    })
    .nullable(),
  transcript: z
    .object({
      state: z.string(),
      turns: z.array(z.object({ role: z.string(), text: z.string() })).nullable(),
    })
    .nullable(),
};

export const campaignTest = z.object(testFields).meta({ id: 'CampaignTest' });
export const campaignTests = z.object({ items: z.array(campaignTest) });
/** With `dry_run` a preview, else the test. */
export const sentTest = z.object({ kind: z.literal('test'), ...testFields });
export const cancelledTest = z.object({ ...testFields, ...inFlight });
