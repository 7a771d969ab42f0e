import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, timeOrderedId } from './columns.ts';

/** API keys: only a SHA-256 of the 256-bit secret is stored; revoked, never deleted. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: timeOrderedId(),
    name: text().notNull(),
    publicId: text().notNull(),
    secretSha256: text().notNull(),
    scopes: text().array().notNull(),
    createdAt: createdAt(),
    expiresAt: instant(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex('api_keys_public_id_key').on(t.publicId)],
);
