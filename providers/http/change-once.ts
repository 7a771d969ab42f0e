import { ProviderReadError } from '../../engine/ports.ts';
import type { Http } from './http.ts';
import { readErrorOf } from './read-safely.ts';
import { sendOnce, type OnceRequest } from './send-once.ts';

/**
 * A change whose failure the port reports by throwing (webhooks, a number's label). Sent once. Throws
 * ProviderReadError; `retryable` when it did not begin or the provider failed.
 */
export const changeOnce = async (
  http: Http,
  request: OnceRequest,
  alsoAnswers: readonly number[] = [],
): Promise<{ status: number; body: Buffer }> => {
  const what = `${request.method} ${request.path}`;
  const answer = await sendOnce(http, request);
  if (answer.kind !== 'answered') throw new ProviderReadError(`${what}: ${answer.message}`, { retryable: true });
  const { status, body } = answer;
  if ((status >= 200 && status < 300) || alsoAnswers.includes(status)) return { status, body };
  throw readErrorOf(what, status, body);
};
