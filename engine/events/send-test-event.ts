import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { enabledEndpoint } from './retry-delivery.ts';
import { writeEvents } from './write-events.ts';

/**
 * Writes an event that only this endpoint is told, on the way that every event takes; its deliveries show what came of
 * it. Throws EngineError `unknown_endpoint`, `endpoint_disabled`.
 */
export async function sendTestEvent(
  deps: Pick<EngineDeps, 'db'>,
  input: { endpointId: string; actor: string },
): Promise<{ eventId: number }> {
  const { endpointId, actor } = input;
  return await inTransaction(deps.db, async (tx) => {
    await enabledEndpoint(tx, endpointId);
    const subject = `webhook_endpoint:${endpointId}`;
    const event = { kind: 'webhook.test', subject, data: { askedBy: actor } };
    const [eventId] = await writeEvents(tx, [event], endpointId);
    if (eventId === undefined) throw new Error('the test event was not written');
    await audit(tx, { actor, action: 'webhook_endpoint.test', subject });
    return { eventId };
  });
}
