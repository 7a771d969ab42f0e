import { z } from 'zod';
import { isoInstant, micros, uuid } from './common.ts';

const seen = z.object({ ok: z.boolean(), words: z.string() });

export const systemHealth = z
  .object({
    at: isoInstant,
    dialing: z.object({
      state: z.enum(['dialing', 'idle', 'stopped', 'nothing_is_dialing']),
      words: z.string(),
      since: isoInstant.nullable(),
    }),
    stopped: z.object({ by: z.string().nullable(), reason: z.string().nullable(), at: isoInstant }).nullable(),
    workers: z.array(
      z.object({
        id: uuid,
        host: z.string(),
        seenAt: isoInstant,
        temporalOk: z.boolean(),
        redisOk: z.boolean(),
        clockSkewMs: z.int(),
        state: z.enum(['alive', 'skewed', 'silent']),
      }),
    ),
    temporal: seen.meta({ description: 'As workers see it' }),
    redis: seen.meta({ description: 'As workers see it' }),
    accounts: z.array(
      z.object({
        id: uuid,
        name: z.string(),
        provider: z.enum(['agentnumber', 'cartesia']),
        mode: z.enum(['LIVE', 'SIMULATED']),
        stoppedAt: isoInstant.nullable(),
        stoppedReason: z.string().nullable(),
        breaker: z.enum(['closed', 'open', 'probing']),
        reason: z.string().nullable(),
        since: isoInstant.nullable(),
        resumeAt: isoInstant.nullable(),
        balanceMicros: micros.meta({ description: 'What a new attempt may draw on' }),
        currency: z.string(),
        latencyP50Ms: z.int().nullable(),
        latencyP95Ms: z.int().nullable(),
        callbacks: z.enum(['registered', 'polling', 'silent']),
        lastCallbackAt: isoInstant.nullable(),
      }),
    ),
    callbacks: z.object({
      lastAt: isoInstant.nullable(),
      lagSeconds: z.int(),
      waiting: z.int(),
      quarantined: z.int(),
    }),
    fold: z.object({ waiting: z.int(), oldestSeconds: z.int() }),
    inFlight: z.int(),
    answeredPerMinute: z.number(),
    failuresPerMinute: z.number(),
    queueAgeSeconds: z.int().meta({ description: 'How long the first in the queue should have been gone' }),
    stuck: z.int(),
    oldestStuckAt: isoInstant.nullable(),
    pendingMigrations: z.int(),
    warnings: z.array(
      z.object({
        code: z.string(),
        words: z.string(),
        since: isoInstant.nullable(),
        waits: z.string(),
        works: z.string(),
        repair: z.string(),
      }),
    ),
  })
  .meta({ id: 'SystemHealth' });
