import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownEndpoint } from './check-endpoint.ts';
import { giveUpWaiting } from './give-up-waiting.ts';

/** Ends an endpoint for good; what waited for it is given up. Throws EngineError `unknown_endpoint`. */
export async function removeEndpoint(
  deps: Pick<EngineDeps, 'db'>,
  input: { endpointId: string; actor: string },
): Promise<{ givenUp: number }> {
  const { endpointId, actor } = input;
  return await inTransaction(deps.db, async (tx) => {
    const removed = await firstRow(
      tx,
      sql`
        update webhook_endpoints set removed_at = (select outdial_now()), enabled = false
        where id = ${endpointId} and removed_at is null returning id`,
    );
    if (!removed) throw unknownEndpoint(endpointId);
    const givenUp = await giveUpWaiting(tx, endpointId, 'the endpoint was removed');
    await audit(tx, {
      actor,
      action: 'webhook_endpoint.remove',
      subject: `webhook_endpoint:${endpointId}`,
      details: { givenUp },
    });
    return { givenUp };
  });
}
