import { z } from 'zod';
import { inFlight, isoInstant, micros, name, positiveMicros, reason, uuid, uuidCursor } from './common.ts';
import { channel, mode, provider } from './states.ts';

export const pace = z
  .strictObject({
    channel: channel.nullable().meta({ description: 'null: both channels together' }),
    maxCount: z.int().min(1).max(1_000_000),
    windowMs: z.int().min(1).max(86_400_000),
    numberId: uuid.optional(),
  })
  .meta({ id: 'PaceLimit', description: 'At most maxCount sends in any window of windowMs' });

export const newAccount = z
  .strictObject({
    name,
    provider,
    mode,
    apiKey: z.string().min(1).max(1_000),
    baseUrl: z.string().max(500).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    callMicrosPerMinute: micros.min(0).optional(),
    smsMicros: micros.min(0).optional(),
    maxConcurrentCalls: z.int().min(1).max(100_000).optional(),
    providerQueueSeconds: z.int().min(0).max(3_600).optional(),
    maxCallMinutes: z.int().min(1).max(240).optional(),
    dailyCapMicros: positiveMicros.nullable().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    paces: z.array(pace).max(50).optional(),
  })
  .meta({ id: 'NewAccount' });

export const account = z
  .object({
    id: uuid,
    name: z.string(),
    provider,
    mode,
    baseUrl: z.string(),
    currency: z.string(),
    callMicrosPerMinute: micros,
    smsMicros: micros,
    maxConcurrentCalls: z.int(),
    providerQueueSeconds: z.int(),
    maxCallMinutes: z.int(),
    dailyCapMicros: micros.nullable(),
    callbacks: z.enum(['registered', 'polling']),
    stoppedAt: isoInstant.nullable(),
    stoppedReason: z.string().nullable(),
    breaker: z.object({
      state: z.enum(['closed', 'open', 'probing']),
      reason: z.string().nullable(),
      resumeAt: isoInstant.nullable(),
    }),
    providerBalanceMicros: micros.nullable(),
    providerBalanceAt: isoInstant.nullable(),
    liveCalls: z.int(),
    paces: z.array(
      z.object({ channel: channel.nullable(), maxCount: z.int(), windowMs: z.int(), numberId: uuid.optional() }),
    ),
    createdAt: isoInstant,
  })
  .meta({ id: 'Account' });

export const accountChange = z.strictObject({
  name: name.optional(),
  maxConcurrentCalls: z.int().min(1).max(100_000).optional(),
  dailyCapMicros: positiveMicros.nullable().optional().meta({ description: 'null: no cap' }),
});
export const createdAccount = z.object({ accountId: uuid });
export const accountParams = z.strictObject({ accountId: uuid });
export const accountCheck = z.object({ ok: z.literal(true), providerBalanceMicros: micros.nullable() });
export const callbacks = z.object({ url: z.string(), webhookRef: z.string() });
export const rotateKeyBody = z.strictObject({ apiKey: z.string().min(1).max(1_000) });
export const paceBody = z.strictObject({ paces: z.array(pace).max(50) });
export const stopped = z.object({ stopped: z.literal(true), ...inFlight });
export const started = z.object({ stopped: z.literal(false), wokenRuns: z.int() });
export const woken = z.object({ wokenRuns: z.int() });
export const optionalReason = z.strictObject({ reason: reason.optional() }).nullish();

export const order = z
  .object({
    id: uuid,
    accountId: uuid,
    kind: z.enum(['number', 'credit', 'release']),
    state: z.enum(['sending', 'done', 'refused', 'unknown']),
    request: z.record(z.string(), z.unknown()),
    result: z.record(z.string(), z.unknown()).nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
    endedAt: isoInstant.nullable(),
  })
  .meta({ id: 'Order' });
export const listOrdersQuery = z.strictObject({
  state: z.enum(['sending', 'done', 'refused', 'unknown']).optional(),
  ...uuidCursor,
});
export const orderParams = z.strictObject({ orderId: uuid });
export const resolveOrderBody = z.strictObject({ happened: z.boolean(), reason });
export const resolvedOrder = z.object({ orderId: uuid, state: z.enum(['done', 'refused']) });
/** Sent once. `unknown`: it may have happened; look at the provider, then resolve the order. */
export const orderResult = z
  .object({
    orderId: uuid,
    state: z.enum(['done', 'refused', 'unknown']),
    message: z.string().optional(),
    value: z.unknown().optional(),
  })
  .meta({ id: 'OrderResult' });
