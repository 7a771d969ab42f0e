import { describeError } from '../redact.ts';
import { targetOf, type Http } from './http.ts';
import { OnceHandler, type OnceAnswer } from './once-handler.ts';

export interface OnceRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** Asked once, on a connected socket before the first byte; absent = may always start. */
  mayStart?: () => boolean;
}

const always = (): boolean => true;

/**
 * Sends one request exactly once, whatever happens; never throws. No provider has an idempotency key, so nothing
 * here or below may ever repeat it.
 */
export const sendOnce = (http: Http, request: OnceRequest): Promise<OnceAnswer> =>
  new Promise<OnceAnswer>((resolve) => {
    const handler = new OnceHandler(request.mayStart ?? always, http.limits, (answer) => {
      const status = answer.kind === 'answered' ? answer.status : undefined;
      http.log?.debug(
        {
          provider: http.name,
          method: request.method,
          route: request.path,
          kind: answer.kind,
          status,
        },
        'sent',
      );
      resolve(answer);
    });
    try {
      http.agent.dispatch(
        {
          origin: http.origin,
          path: targetOf(http, request.path),
          method: request.method,
          headers: request.body === undefined ? http.headers : { ...http.headers, 'content-type': 'application/json' },
          body: request.body === undefined ? null : JSON.stringify(request.body),
          idempotent: false,
          blocking: true,
        },
        handler,
      );
    } catch (error) {
      handler.fail(describeError(error));
    }
  });
