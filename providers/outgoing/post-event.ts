import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { addressKind } from '../../domain/events/address-kind.ts';
import { endpointUrlProblem } from '../../domain/events/endpoint-url.ts';
import type { PostEvent } from '../../engine/ports.ts';
import { describeError } from '../redact.ts';

/** Every address of a name, as `lookup` of node:dns gives them. */
export type ResolveAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface PostEventOptions {
  /** Whether addresses of this machine and of private networks may be called. */
  allowPrivate: boolean;
  /** Tests shorten it. */
  timeoutMs?: number;
  /** Tests give names other addresses. */
  resolve?: ResolveAll;
}

const TIMEOUT_MS = 10_000;
const CONNECTIONS_PER_ORIGIN = 16;
/** Of an answer that nobody reads. */
const MOST_ANSWER_BYTES = 65_536;

class RefusedAddressError extends Error {
  override name = 'RefusedAddressError';
}

/**
 * Builds `postEvent`, which calls whatever address an operator wrote down, and so must not become a way into the
 * network that it runs in: the addresses that a name stands for are looked at when the socket is opened, and those
 * very addresses are connected to.
 */
export function createPostEvent(options: PostEventOptions): { postEvent: PostEvent; close: () => Promise<void> } {
  const { allowPrivate, timeoutMs = TIMEOUT_MS, resolve = lookup } = options;
  const agent = new Agent({
    pipelining: 1,
    allowH2: false,
    connections: CONNECTIONS_PER_ORIGIN,
    connect: { timeout: timeoutMs + 1_000, rejectUnauthorized: true, lookup: guardedLookup(allowPrivate, resolve) },
    // The signal of the request is what ends it.
    headersTimeout: timeoutMs + 1_000,
    bodyTimeout: timeoutMs + 1_000,
    keepAliveTimeout: 4_000,
  });
  const postEvent: PostEvent = async ({ url, headers, body }) => {
    // A literal address is never looked up.
    const problem = endpointUrlProblem(url, allowPrivate);
    if (problem !== undefined) return { failure: inWords(problem) };
    const { origin, pathname, search } = new URL(url);
    try {
      const answer = await agent.request({
        origin,
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'outdial', ...headers },
        body,
        // Of the whole exchange: an answer that trickles holds nobody.
        signal: AbortSignal.timeout(timeoutMs),
      });
      // The status is the answer; a body that never ends does not change it.
      await answer.body.dump({ limit: MOST_ANSWER_BYTES, signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
      return { status: answer.statusCode };
    } catch (error) {
      if (error instanceof DOMException) return { failure: `no answer in ${timeoutMs / 1_000} s` };
      return { failure: describeError(error) };
    }
  };
  return { postEvent, close: async () => await agent.destroy() };
}

function guardedLookup(allowPrivate: boolean, resolve: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      // One bad address among good ones is refused too: which of them is taken is not ours to say.
      const kinds = addresses.map(({ address }) => addressKind(address) ?? 'never');
      const bad = kinds.find((kind) => kind === 'never' || (kind === 'private' && !allowPrivate));
      if (bad !== undefined) return callback(new RefusedAddressError(inWords(bad)), []);
      const [first] = addresses;
      if (options.all === true) return callback(null, addresses);
      if (first === undefined) return callback(new RefusedAddressError('the name has no address'), []);
      callback(null, first.address, first.family);
    });
  };
}

function inWords(problem: string): string {
  if (problem === 'private') return 'refused: a private address, which OUTDIAL_WEBHOOKS_PRIVATE does not allow';
  if (problem === 'never') return 'refused: an address that no request may go to';
  return `refused: not an address that events may go to (${problem})`;
}
