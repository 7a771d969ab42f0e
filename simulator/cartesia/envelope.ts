import type { ErrorWords } from '../faults/answer.ts';
import { json } from '../http/exchange.ts';
import type { Reply } from '../http/exchange.ts';
import type { Ids } from '../world/ids.ts';

export interface CartesiaErrors extends ErrorWords {
  error: (status: number, title: string, message: string, code?: string) => Reply;
  invalid: (message: string) => Reply;
  notFound: (what: string) => Reply;
}

/** Errors of version 2026-03-01: `{error_code, title, message, request_id}`, the code often null. */
export const createCartesiaErrors = (ids: Ids): CartesiaErrors => {
  const error = (status: number, title: string, message: string, code?: string): Reply =>
    json(status, { error_code: code ?? null, title, message, request_id: ids.uuid() });
  return {
    error,
    invalid: (message) => error(400, 'Invalid request', message),
    notFound: (what) => error(404, 'Not found', `${what} not found.`),
    internal: () => error(500, 'Internal server error', 'Outbound calling is temporarily unavailable.'),
    tooMany: () => error(429, 'Too many requests', 'Too many concurrent calls.', 'concurrency_limited'),
    noCredit: () => error(402, 'Payment required', 'The agents usage limit has been reached.', 'quota_exceeded'),
  };
};
