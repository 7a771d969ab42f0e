import { answerInWords, readAnswerOfEndpoint } from '../../domain/events/delivery-retry.ts';
import { signEvent } from '../../domain/events/sign-event.ts';
import type { EngineDeps } from '../deps.ts';
import type { PostEvent } from '../ports.ts';
import { claimDeliveries, readOpenEndpoint, type ClaimedDelivery, type OpenEndpoint } from './claim-deliveries.ts';
import { openSecrets } from './endpoint-secrets.ts';
import { giveBackDeliveries, settleDelivered, settleFailed, settleGone } from './settle-delivery.ts';

export type DeliverDeps = Pick<EngineDeps, 'db' | 'secrets' | 'log'> & { postEvent: PostEvent };

const BATCH = 32;
const LANES = 8;
/** No request begins after this: with the 10 s of the last one it ends within the lease of the claim (60 s). */
const BEGIN_WITHIN_MS = 40_000;

/**
 * Tells one endpoint the events that are due, a batch. Every event arrives at least once, and twice only when a process
 * dies, or its answer is lost, between the request and its settling: `webhook-id` is the same then. Events of one
 * subject are sent one after another in the order of their ids, several subjects at once. The first failure ends the
 * batch: it waits for its own next time, and what follows may overtake it, so that one event never stops an endpoint
 * for ever. Ids say what came first.
 *
 * Returns how it went: `more` may be due, `idle` nothing was, `failing` nothing arrived: the endpoint should get a
 * moment.
 */
export async function deliverBatch(
  deps: DeliverDeps,
  endpointId: string,
  stopping: AbortSignal,
): Promise<'more' | 'idle' | 'failing'> {
  const endpoint = await readOpenEndpoint(deps, endpointId);
  if (!endpoint) return 'idle';
  const secrets = openSecrets(deps.secrets, endpoint.sealed, endpoint.nowMs);
  const beganMs = performance.now();
  const claimed = await claimDeliveries(deps, endpointId, BATCH);
  if (claimed.length === 0) return 'idle';

  const lanes = bySubject(claimed);
  const unsent = new Set(claimed.map(({ id }) => id));
  let end: 'failing' | 'closed' | undefined;
  let delivered = 0;
  const runLane = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      for (const delivery of lane) {
        if (end || stopping.aborted || performance.now() - beganMs > BEGIN_WITHIN_MS) return;
        unsent.delete(delivery.id);
        const went = await tell(deps, endpointId, signed(delivery, endpoint, secrets, beganMs), delivery);
        if (went === undefined) delivered += 1;
        else end = went;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: LANES }, runLane));
  await giveBackDeliveries(deps, endpointId, [...unsent]);
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  if (end === 'closed') return 'idle';
  return end === 'failing' && delivered === 0 ? 'failing' : 'more';
}

function bySubject(claimed: readonly ClaimedDelivery[]): ClaimedDelivery[][] {
  const lanes = new Map<string, ClaimedDelivery[]>();
  for (const delivery of claimed) lanes.set(delivery.subject, [...(lanes.get(delivery.subject) ?? []), delivery]);
  return [...lanes.values()];
}

function signed(delivery: ClaimedDelivery, endpoint: OpenEndpoint, secrets: readonly string[], beganMs: number) {
  const { id, kind, subject, at, data } = delivery;
  // The same as the feed shows: whoever reads both has one shape to read.
  const body = JSON.stringify({ id, kind, subject, at, data });
  const sentAtSeconds = Math.floor((endpoint.realNowMs + performance.now() - beganMs) / 1_000);
  return { url: endpoint.url, body, headers: signEvent({ id: `evt_${id}`, sentAtSeconds, body, secrets }) };
}

async function tell(
  deps: DeliverDeps,
  endpointId: string,
  post: Parameters<PostEvent>[0],
  { id: eventId, failedTries }: ClaimedDelivery,
): Promise<'failing' | 'closed' | undefined> {
  const answer = await deps.postEvent(post);
  const told = { endpointId, eventId };
  if ('failure' in answer) {
    await settleFailed(deps, { ...told, status: null, error: answer.failure, failedTries });
    return 'failing';
  }
  const { status } = answer;
  switch (readAnswerOfEndpoint(status)) {
    case 'delivered':
      return (await settleDelivered(deps, { ...told, status })) ? undefined : 'closed';
    case 'gone':
      await settleGone(deps, told);
      return 'closed';
    case 'again':
      await settleFailed(deps, { ...told, status, error: answerInWords(status), failedTries });
      return 'failing';
  }
}
