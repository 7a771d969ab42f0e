import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { checkEndpointUrl, originOf, readKinds } from './check-endpoint.ts';
import { newSecret, sealSecrets } from './endpoint-secrets.ts';

export interface NewEndpoint {
  url: string;
  /** Kinds, or beginnings of them; none = all. */
  kinds?: readonly string[] | undefined;
  actor: string;
}

/**
 * From now on events go to this address. `secret` is shown this once; only its sealed form is kept.
 * Throws EngineError `endpoint_url_refused`, `kind_unreadable`.
 */
export async function addEndpoint(
  deps: Pick<EngineDeps, 'db' | 'secrets' | 'privateWebhooks'>,
  input: NewEndpoint,
): Promise<{ endpointId: string; secret: string }> {
  checkEndpointUrl(deps, input.url);
  const kinds = readKinds(input.kinds ?? []);
  const secret = newSecret();
  return await inTransaction(deps.db, async (tx) => {
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into webhook_endpoints (url, kinds, secret_sealed, created_by)
        values (${input.url}, ${sql.param(kinds)}::text[], ${sealSecrets(deps.secrets, secret)}, ${input.actor})
        returning id`,
    );
    if (!made) throw new Error('insert into webhook_endpoints returned no row');
    await audit(tx, {
      actor: input.actor,
      action: 'webhook_endpoint.add',
      subject: `webhook_endpoint:${made.id}`,
      details: { origin: originOf(input.url), kinds },
    });
    return { endpointId: made.id, secret };
  });
}
