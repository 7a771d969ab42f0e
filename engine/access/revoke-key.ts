import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

/** Ends a key for good; its next request is refused. Revoking twice is once. Throws EngineError `unknown_key`. */
export async function revokeKey(deps: Pick<EngineDeps, 'db'>, input: { keyId: string; actor: string }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const key = await firstRow<{ publicId: string }>(
      tx,
      sql`
        update api_keys set revoked_at = coalesce(revoked_at, (select outdial_now()))
        where id = ${input.keyId} returning public_id as "publicId"`,
    );
    if (!key) throw new EngineError('not_found', 'unknown_key', `There is no key ${input.keyId}.`);
    await audit(tx, { actor: input.actor, action: 'key.revoke', subject: `key:${key.publicId}` });
  });
}
