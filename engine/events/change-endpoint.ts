import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { checkEndpointUrl, originOf, readKinds, unknownEndpoint } from './check-endpoint.ts';
import { giveUpWaiting } from './give-up-waiting.ts';

export interface EndpointChange {
  endpointId: string;
  url?: string | undefined;
  kinds?: readonly string[] | undefined;
  enabled?: boolean | undefined;
  /** Why it is disabled. */
  reason?: string | undefined;
  actor: string;
}

/**
 * Changes where events go, which ones, or whether. Disabled means told of nothing: what waits is given up (`givenUp`
 * counts it), and what happens meanwhile is in the feed only. A request that has left already arrives.
 * Throws EngineError `unknown_endpoint`, `endpoint_url_refused`, `kind_unreadable`.
 */
export async function changeEndpoint(
  deps: Pick<EngineDeps, 'db' | 'privateWebhooks'>,
  input: EndpointChange,
): Promise<{ givenUp: number }> {
  const { endpointId, url, enabled, reason, actor } = input;
  if (url !== undefined) checkEndpointUrl(deps, url);
  const kinds = input.kinds === undefined ? undefined : readKinds(input.kinds);
  return await inTransaction(deps.db, async (tx) => {
    const changed = await firstRow(
      tx,
      sql`
        update webhook_endpoints set
          url = coalesce(${url ?? null}, url),
          kinds = coalesce(${kinds === undefined ? null : sql.param(kinds)}::text[], kinds),
          enabled = coalesce(${enabled ?? null}::boolean, enabled),
          disabled_reason = case ${enabled ?? null}::boolean when true then null
            when false then ${reason ?? null} else disabled_reason end
        where id = ${endpointId} and removed_at is null returning id`,
    );
    if (!changed) throw unknownEndpoint(endpointId);
    const givenUp = enabled === false ? await giveUpWaiting(tx, endpointId, 'the endpoint was disabled') : 0;
    await audit(tx, {
      actor,
      action: 'webhook_endpoint.change',
      subject: `webhook_endpoint:${endpointId}`,
      reason,
      details: {
        ...(url === undefined ? {} : { origin: originOf(url) }),
        ...(kinds === undefined ? {} : { kinds }),
        ...(enabled === undefined ? {} : { enabled, givenUp }),
      },
    });
    return { givenUp };
  });
}
