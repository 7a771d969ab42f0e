import type { Refusal } from '../../domain/refusal.ts';
import { ProviderReadError } from '../../engine/ports.ts';
import { describeError, redact } from '../redact.ts';
import { targetOf, type Http } from './http.ts';

export interface ReadRequest {
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Statuses besides 2xx that are an answer and not a failure (404 for what does not exist). */
  alsoAnswers?: readonly number[];
}

export interface ReadAnswer {
  status: number;
  body: Buffer;
}

const REFUSAL_OF_STATUS: ReadonlyMap<number, Refusal> = new Map([
  [400, 'invalid'],
  [401, 'unauthorised'],
  [402, 'no_credit'],
  [403, 'unauthorised'],
  [404, 'not_found'],
  [429, 'rate_limited'],
]);

const mayHelp = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** The error of a status that is no answer, for reads and for changes that the port reports by throwing. */
export const readErrorOf = (what: string, status: number, body: Buffer): ProviderReadError => {
  const refusal = REFUSAL_OF_STATUS.get(status);
  return new ProviderReadError(redact(`${what}: status ${status}: ${body.toString('utf8', 0, 200)}`), {
    status,
    retryable: mayHelp(status),
    ...(refusal === undefined ? {} : { refusal }),
  });
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One GET, tried a bounded number of times with a jittered, doubling wait. Only what later may go well is tried
 * again: a broken connection, 408, 429, 5xx. Throws ProviderReadError.
 */
export const readSafely = async (http: Http, request: ReadRequest): Promise<ReadAnswer> => {
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(http, request);
    if (!(outcome instanceof ProviderReadError)) return outcome;
    const { status, retryable } = outcome.details;
    http.log?.warn({ provider: http.name, route: request.path, status, tries, error: outcome.message }, 'read failed');
    if (!retryable || tries >= http.limits.readTries) throw outcome;
    await sleep(Math.random() * http.limits.backoffMs * 2 ** (tries - 1));
  }
};

const tryOnce = async (http: Http, request: ReadRequest): Promise<ReadAnswer | ProviderReadError> => {
  try {
    const response = await http.agent.request({
      origin: http.origin,
      path: targetOf(http, request.path, request.query),
      method: 'GET',
      headers: http.headers,
      // Of the whole exchange, so that an answer which trickles cannot hold a caller.
      signal: AbortSignal.timeout(http.limits.readTimeoutMs),
    });
    const body = await collect(response.body, http.limits.maxReadBytes);
    const status = response.statusCode;
    if ((status >= 200 && status < 300) || request.alsoAnswers?.includes(status) === true) return { status, body };
    return readErrorOf(`GET ${request.path}`, status, body);
  } catch (error) {
    if (error instanceof ProviderReadError) return error;
    const message = `GET ${request.path}: ${describeError(error)}`;
    return new ProviderReadError(message, { retryable: true }, { cause: error });
  }
};

const collect = async (body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new ProviderReadError(`answer longer than ${maxBytes} bytes`, { retryable: false });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
