import { z } from 'zod';
import { CALL_OUTCOMES } from '../callees/behaviour.ts';
import { FAULT_KINDS } from '../faults/fault-kinds.ts';

/** Bodies and queries of the control API; the client has its types from here. Unknown fields are refused. */

const phone = z.string().regex(/^\+\d{4,15}$/, 'E.164 with plus');
const share = z.number().min(0).max(1);
const seconds = z.number().min(0).max(86_400);
const range = z.tuple([seconds, seconds]);
const provider = z.enum(['agentnumber', 'cartesia']);
const channel = z.enum(['call', 'sms', 'all']);
const count = z.coerce.number().int().min(0);

export const resetRequest = z.strictObject({
  /** Numbers, agents, webhooks and balances stay; calls and texts go all the same. */
  keepAccounts: z.boolean().default(false),
  seed: z.number().int().min(0).optional(),
});

export const accountRequest = z.strictObject({
  provider,
  key: z.string(),
  /** Added to those that exist. */
  numbers: z.array(z.strictObject({ phone: phone.optional(), label: z.string().optional() })).default([]),
  agents: z.array(z.strictObject({ name: z.string() })).default([]),
  balanceMicros: z.number().int().nullable().optional(),
  /** Cartesia, calls at once. */
  concurrency: z.number().int().min(1).optional(),
});

export const balanceRequest = z.strictObject({
  provider,
  key: z.string(),
  /** Null = never runs out (Cartesia's default). */
  balanceMicros: z.number().int().nullable(),
});

const step = z.strictObject({
  outcome: z.enum(CALL_OUTCOMES),
  ringSeconds: seconds.optional(),
  talkSeconds: seconds.optional(),
  optOut: z.boolean().optional(),
  says: z.string().nullable().optional(),
  presses: z.string().min(1).max(20).optional(),
});

export const calleesRequest = z.strictObject({
  callees: z.array(
    z.strictObject({
      to: phone,
      /** Step n for call n, the last one repeated. Empty or null = no script. */
      calls: z.array(step).nullable().optional(),
      sms: z
        .strictObject({
          blocked: z.boolean().default(false),
          reply: z.string().nullable().default(null),
          replyAfterSeconds: seconds.default(5),
        })
        .nullable()
        .optional(),
    }),
  ),
});

export const distributionRequest = z.strictObject({
  preset: z.enum(['answer', 'mixed']).default('answer'),
  /** Whether the last four digits of a number may decide. */
  patterns: z.boolean().default(true),
  /** These replace the preset's. */
  weights: z.partialRecord(z.enum(CALL_OUTCOMES), z.number().min(0)).optional(),
  ringSeconds: range.optional(),
  talkSeconds: range.optional(),
  optOutShare: share.optional(),
  smsStopShare: share.optional(),
  smsReplyShare: share.optional(),
  smsBlockedShare: share.optional(),
});

/** A person texts one of our AgentNumber numbers on their own. */
export const textRequest = z.strictObject({ from: phone, to: phone, body: z.string().min(1) });

export const faultsRequest = z.strictObject({
  /** All rates and pending "next" faults go first. */
  clear: z.boolean().default(false),
  rates: z.partialRecord(z.enum(FAULT_KINDS), share).default({}),
  slowAnswerMs: z.number().int().min(0).optional(),
  lateWebhookMs: z.number().int().min(0).optional(),
  next: z
    .array(
      z.strictObject({
        kind: z.enum(FAULT_KINDS),
        /** Any destination when absent. */
        to: phone.optional(),
        count: z.number().int().min(1).default(1),
      }),
    )
    .default([]),
});

export const clockRequest = z.union([
  z.strictObject({ jumpMs: z.number().int() }),
  z.strictObject({ nowMs: z.number().int() }),
]);

export const dialsQuery = z.strictObject({
  attempt_id: z.string().optional(),
  to: z.string().optional(),
  cursor: count.default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});

export const chargesQuery = z.strictObject({
  cursor: count.default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});

export const summaryQuery = z.strictObject({
  channel: channel.default('call'),
  maxPerDestination: count.optional(),
  minGapMs: count.optional(),
  windowMs: z.coerce.number().int().min(1).optional(),
});
