import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { newKey, sha256Hex } from './key-format.ts';
import type { Scope } from './scopes.ts';

export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  /** Null = never. */
  expiresInDays?: number | null | undefined;
  actor: string;
}

/** Makes an API key. `key` is shown this once; only its hash is kept. Throws EngineError `scopes_missing`. */
export async function createKey(
  deps: Pick<EngineDeps, 'db'>,
  input: NewKey,
): Promise<{ keyId: string; publicId: string; key: string }> {
  if (input.scopes.length === 0) {
    throw new EngineError('invalid', 'scopes_missing', 'A key needs at least one scope.', { repair: 'Give it: read.' });
  }
  const made = newKey();
  return await inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into api_keys (name, public_id, secret_sha256, scopes, expires_at)
        values (${input.name}, ${made.publicId}, ${sha256Hex(made.secret)}, ${sql.param([...new Set(input.scopes)])}::text[],
          (select outdial_now()) + make_interval(days => ${input.expiresInDays ?? null}::int))
        returning id`,
    );
    if (!row) throw new Error('insert into api_keys returned no row');
    await audit(tx, {
      actor: input.actor,
      action: 'key.create',
      subject: `key:${made.publicId}`,
      details: { name: input.name, scopes: input.scopes },
    });
    return { keyId: row.id, publicId: made.publicId, key: made.key };
  });
}
