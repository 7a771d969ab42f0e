import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownEndpoint } from './check-endpoint.ts';
import { newSecret, OLD_SECRET_MS, sealSecrets } from './endpoint-secrets.ts';

/**
 * A new secret, shown this once. For a day requests carry signatures of both, so that a receiver can change over.
 * Throws EngineError `unknown_endpoint`, `secret_unreadable`.
 */
export async function rotateEndpointSecret(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  input: { endpointId: string; actor: string },
): Promise<{ secret: string; oldSignsUntilMs: number }> {
  const { endpointId, actor } = input;
  const secret = newSecret();
  return await inTransaction(deps.db, async (tx) => {
    const found = await firstRow<{ sealed: string; nowMs: number }>(
      tx,
      sql`
        select secret_sealed as sealed, to_ms(outdial_now()) as "nowMs" from webhook_endpoints
        where id = ${endpointId} and removed_at is null for no key update`,
    );
    if (!found) throw unknownEndpoint(endpointId);
    const sealed = sealSecrets(deps.secrets, secret, found);
    await tx.execute(sql`update webhook_endpoints set secret_sealed = ${sealed} where id = ${endpointId}`);
    await audit(tx, { actor, action: 'webhook_endpoint.rotate_secret', subject: `webhook_endpoint:${endpointId}` });
    return { secret, oldSignsUntilMs: found.nowMs + OLD_SECRET_MS };
  });
}
