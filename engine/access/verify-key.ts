import { timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { parseKey, sha256Hex } from './key-format.ts';
import { isScope, type Scope } from './scopes.ts';

export type KeyVerdict =
  | { ok: true; publicId: string; name: string; scopes: Scope[] }
  /** unknown: malformed, never made, or a wrong secret: told apart to nobody. */
  | { ok: false; reason: 'unknown' | 'expired' | 'revoked' };

interface KeyRow {
  id: string;
  name: string;
  secretSha256: string;
  scopes: string[];
  expired: boolean;
  revoked: boolean;
  stampDue: boolean;
}

/** Compared with when there is no such key, so that the answer takes as long. */
const NO_KEY = sha256Hex('');

/** Checks a bearer key in constant time and stamps its use, at most once a minute. */
export async function verifyKey(deps: Pick<EngineDeps, 'db'>, text: string): Promise<KeyVerdict> {
  const parsed = parseKey(text);
  if (!parsed) return { ok: false, reason: 'unknown' };
  const row = await firstRow<KeyRow>(
    deps.db,
    sql`
      with t as materialized (select outdial_now() as now)
      select k.id, k.name, k.secret_sha256 as "secretSha256", k.scopes, coalesce(k.expires_at <= t.now, false) as expired,
        k.revoked_at is not null as revoked,
        coalesce(k.last_used_at < t.now - interval '1 minute', true) as "stampDue"
      from t, api_keys k where k.public_id = ${parsed.publicId}`,
  );
  const given = Buffer.from(sha256Hex(parsed.secret), 'hex');
  const stored = Buffer.from(row?.secretSha256 ?? NO_KEY, 'hex');
  if (!timingSafeEqual(given, stored) || !row) return { ok: false, reason: 'unknown' };
  if (row.revoked) return { ok: false, reason: 'revoked' };
  if (row.expired) return { ok: false, reason: 'expired' };
  if (row.stampDue) {
    await deps.db.execute(sql`update api_keys set last_used_at = (select outdial_now()) where id = ${row.id}`);
  }
  return { ok: true, publicId: parsed.publicId, name: row.name, scopes: row.scopes.filter(isScope) };
}
