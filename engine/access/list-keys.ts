import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import type { Scope } from './scopes.ts';

export interface KeyView {
  id: string;
  name: string;
  publicId: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** All keys ever made, newest first; never a secret. */
export async function listKeys(deps: Pick<EngineDeps, 'readDb'>): Promise<KeyView[]> {
  return await rows(
    deps.readDb,
    sql`
      select id, name, public_id as "publicId", scopes, ${iso(sql`created_at`)} as "createdAt",
        ${iso(sql`expires_at`)} as "expiresAt", ${iso(sql`last_used_at`)} as "lastUsedAt",
        ${iso(sql`revoked_at`)} as "revokedAt"
      from api_keys order by id desc limit 1000`,
  );
}
