import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { notifyWork } from '../../db/notify.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { unknownEndpoint } from './check-endpoint.ts';

/**
 * Sends an event to an endpoint again, at once, whatever became of it; of an event older than three days that is one
 * try. Throws EngineError `unknown_endpoint`, `unknown_delivery`, `endpoint_disabled`.
 */
export async function retryDelivery(
  deps: Pick<EngineDeps, 'db'>,
  input: { endpointId: string; eventId: number; actor: string },
): Promise<void> {
  const { endpointId, eventId, actor } = input;
  await inTransaction(deps.db, async (tx) => {
    await enabledEndpoint(tx, endpointId);
    const found = await firstRow(
      tx,
      sql`
        update webhook_deliveries set state = 'waiting', tries = 0, try_at = (select outdial_now()), delivered_at = null
        where endpoint_id = ${endpointId} and event_id = ${eventId} returning event_id`,
    );
    if (!found) {
      throw new EngineError('not_found', 'unknown_delivery', `Event ${eventId} was never meant for this endpoint.`, {
        repair: 'Its kind was not asked for when it happened. The feed has it: outdial events',
      });
    }
    await audit(tx, {
      actor,
      action: 'webhook_delivery.retry',
      subject: `webhook_endpoint:${endpointId}`,
      details: { eventId },
    });
    await notifyWork(tx, 'event', endpointId);
  });
}

/** Throws EngineError `unknown_endpoint`, `endpoint_disabled`. The row is locked against a change meanwhile. */
export async function enabledEndpoint(tx: Parameters<typeof firstRow>[0], endpointId: string): Promise<void> {
  const endpoint = await firstRow<{ enabled: boolean }>(
    tx,
    sql`select enabled from webhook_endpoints where id = ${endpointId} and removed_at is null for share`,
  );
  if (!endpoint) throw unknownEndpoint(endpointId);
  if (endpoint.enabled) return;
  throw new EngineError('conflict', 'endpoint_disabled', 'The endpoint is disabled: it is told of nothing.', {
    repair: `Enable it first: outdial webhooks change ${endpointId} --enable`,
  });
}
