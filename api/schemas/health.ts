import { z } from 'zod';
import { isoInstant } from './common.ts';

export const alive = z.object({ status: z.literal('ok'), uptimeSeconds: z.number() });

const part = z.object({ ok: z.boolean(), message: z.string() });
/** `degraded`: this api works, and nothing is dialled. */
export const readiness = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    parts: z.object({ database: part, migrations: part, dialing: part }),
    workers: z.array(
      z.object({
        id: z.string(),
        seenAt: isoInstant,
        temporalOk: z.boolean(),
        redisOk: z.boolean(),
        clockSkewMs: z.int(),
      }),
    ),
  })
  .meta({ id: 'Readiness' });
