import { z } from 'zod';
import { isoInstant } from './common.ts';

export const ownSession = z
  .object({
    id: z.string(),
    createdAt: isoInstant,
    lastSeenAt: isoInstant,
    expiresAt: isoInstant,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    isThis: z.boolean().meta({ description: 'The one that asks' }),
  })
  .meta({ id: 'OwnSession' });
export const ownSessions = z.object({ items: z.array(ownSession) });
export const ownSessionParams = z.strictObject({ sessionId: z.string().regex(/^[0-9a-f]{16}$/) });
export const endedSessions = z.object({ ended: z.int() });
