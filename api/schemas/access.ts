import { z } from 'zod';
import { isoInstant, name, uuid } from './common.ts';
import { scope } from './states.ts';

export const newKey = z.strictObject({
  name,
  scopes: z.array(scope).min(1).max(20),
  expiresInDays: z.int().min(1).max(3_650).nullable().optional(),
});
export const createdKey = z.object({
  keyId: uuid,
  publicId: z.string(),
  key: z.string().meta({ description: 'Shown this once' }),
});
export const keyView = z
  .object({
    id: uuid,
    name: z.string(),
    publicId: z.string(),
    scopes: z.array(scope),
    createdAt: isoInstant,
    expiresAt: isoInstant.nullable(),
    lastUsedAt: isoInstant.nullable(),
    revokedAt: isoInstant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export const keyList = z.object({ items: z.array(keyView) });
export const keyParams = z.strictObject({ keyId: uuid });
