import { z } from 'zod';
import {
  instantIn,
  inFlight,
  isoInstant,
  micros,
  name,
  numberCursor,
  phoneOut,
  reason,
  uuid,
  uuidCursor,
} from './common.ts';
import { channel, contactState } from './states.ts';

export const contactIds = z.array(z.int().min(1)).max(50_000);

export const countryIn = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'Write the code of a country, like US.')
  .transform((text) => text.toUpperCase())
  .meta({ description: 'Of the dialled number, by its prefix: ISO 3166, like US' });

/** Which failed contacts are meant; fields that are absent ask for nothing. */
export const failureFilter = z
  .object({
    campaignId: uuid,
    causes: z.array(z.string().min(1).max(120)).max(50).optional(),
    numberId: uuid.optional(),
    prefix: z
      .string()
      .regex(/^\+?[1-9]\d{0,14}$/, 'Write the digits that the number begins with, like 1212.')
      .transform((text) => text.replace('+', ''))
      .optional(),
    country: countryIn.optional(),
    code: z.string().min(1).max(120).optional(),
    endedFrom: instantIn.optional(),
    endedTo: instantIn.optional(),
    contactIds: contactIds.optional(),
    exceptContactIds: contactIds.optional(),
    retryId: uuid.optional(),
  })
  .meta({ id: 'FailureFilter' });

export const retryOptions = z.object({
  startAt: instantIn.optional(),
  pacePerSecond: z.number().min(0.001).max(1_000).optional(),
  maxConcurrent: z.int().min(1).max(10_000).optional(),
  numberId: uuid.optional().meta({ description: 'Another caller ID, and by it another account or provider' }),
  channel: channel.optional(),
  agentRef: z.string().min(1).max(200).optional(),
  canary: z
    .object({ count: z.int().min(1).max(10_000), stopAbovePercent: z.number().min(0).max(100) })
    .optional()
    .meta({ description: 'So many first; should more than so many percent fail, the rest waits for a person' }),
  overrideMaxAttempts: z.boolean().optional(),
});

export const newRetry = z.object({ name, reason, filter: failureFilter, options: retryOptions.default({}) });
export const againBody = z.object({ name: name.optional(), reason, options: retryOptions.default({}) });
export const whyBody = z.object({ reason: reason.optional() }).default({});
export const throttleBody = z.object({ pacePerSecond: z.number().min(0.001).max(1_000).nullable() });

const retryState = z.enum(['planned', 'running', 'paused', 'completed', 'aborted']);
export const retryParams = z.object({ retryId: uuid });
export const listRetriesQuery = z.object({
  campaignId: uuid.optional(),
  state: retryState.optional(),
  ...uuidCursor,
});
export const memberStatus = z.enum(['planned', 'excluded', 'queued', 'waiting', 'dialled', 'given_back']);
export const listMembersQuery = z.object({
  status: memberStatus.optional(),
  exclusion: z.string().max(120).optional(),
  ...numberCursor,
});

const count = z.int();

export const retry = z
  .object({
    id: uuid,
    name: z.string(),
    reason: z.string(),
    campaignId: uuid,
    campaignName: z.string(),
    campaignState: z.string(),
    state: retryState,
    pausedReason: z.string().nullable(),
    blockedReason: z.string().nullable(),
    plannedAt: isoInstant,
    plannedBy: z.string(),
    startedAt: isoInstant.nullable(),
    startedBy: z.string().nullable(),
    startsAt: isoInstant.nullable().meta({ description: 'Until then an abort takes it back as if nothing had been' }),
    endedAt: isoInstant.nullable(),
    filter: z.object({
      campaignId: uuid,
      causes: z.array(z.string()).optional(),
      numberId: uuid.optional(),
      prefix: z.string().optional(),
      country: z.string().optional(),
      code: z.string().optional(),
      endedFrom: isoInstant.optional(),
      endedTo: isoInstant.optional(),
      chosenContacts: count.optional(),
      exceptContacts: count.optional(),
      retryId: uuid.optional(),
    }),
    options: z.object({
      startAt: isoInstant.optional(),
      pacePerSecond: z.number().optional(),
      maxConcurrent: z.int().optional(),
      from: z.object({ channel, numberId: uuid, accountId: uuid, agentRef: z.string().optional() }).optional(),
      canary: z.object({ count, stopAbovePercent: z.number() }).optional(),
      overrideMaxAttempts: z.boolean().optional(),
    }),
    plan: z.object({
      matches: count,
      willDial: count,
      outsideHours: count,
      nextWindowAt: isoInstant.nullable(),
      exclusions: z.array(
        z.object({
          reason: z.string(),
          words: z.string(),
          count,
          since: count.meta({ description: 'Of these, left out only after the plan was made' }),
        }),
      ),
      costAtMostMicros: micros,
      currency: z.string(),
      durationSeconds: z.int(),
    }),
    members: z.object({
      planned: count,
      queued: count,
      waiting: count,
      inFlight: count,
      done: count,
      givenBack: count,
      excluded: count,
    }),
    canary: z
      .object({
        count,
        stopAbovePercent: z.number(),
        state: z
          .enum(['none', 'pending', 'dialling', 'passed', 'stopped', 'overridden'])
          .meta({ description: '`overridden`: it stopped the retry, and somebody let the rest follow' }),
        open: count,
        done: count,
        failed: count.meta({ description: 'Of `open` and `done` together' }),
        overridden: z.object({ by: z.string(), at: isoInstant, reason: z.string() }).nullable(),
      })
      .nullable(),
    spentMicros: micros,
    sendsPerSecond: z.number(),
    at: isoInstant,
  })
  .meta({ id: 'Retry' });

export const startedRetry = z.object({ state: z.literal('running'), startsAt: isoInstant });
export const controlledRetry = z.object({ state: retryState, ...inFlight });
export const abortedRetry = z.object({
  state: z.literal('aborted'),
  givenBack: count,
  stillToGiveBack: count,
  ...inFlight,
});

export const retryMember = z
  .object({
    contactId: z.int(),
    name: z.string().nullable(),
    phone: phoneOut,
    externalId: z.string().nullable(),
    status: memberStatus,
    exclusion: z.string().nullable(),
    exclusionWords: z.string().nullable(),
    isCanary: z.boolean(),
    before: z.string().nullable(),
    result: z.string().nullable(),
    state: contactState,
  })
  .meta({ id: 'RetryMember' });

export const retryResults = z.object({
  items: z.array(
    z.object({
      before: z.string(),
      beforeWords: z.string(),
      after: z.string(),
      afterWords: z.string(),
      failed: z.boolean(),
      count,
    }),
  ),
});
