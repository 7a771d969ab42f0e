import { json } from '../http/exchange.ts';
import type { Reply } from '../http/exchange.ts';
import type { ErrorWords } from '../faults/answer.ts';
import type { SimulatorOptions } from '../options.ts';

export interface Envelope extends ErrorWords {
  data: (status: number, data: unknown) => Reply;
  page: (data: unknown[], total: number, offset: number, limit: number) => Reply;
  error: (status: number, code: string, message: string) => Reply;
  notFound: (what: string) => Reply;
  invalid: (message: string) => Reply;
}

/** AgentNumber's success and error bodies; the error comes in the two forms that are public. */
export const createEnvelope = ({ errorEnvelope }: SimulatorOptions): Envelope => {
  const error = (status: number, code: string, message: string): Reply =>
    json(
      status,
      errorEnvelope === 'documented' ? { success: false, error: { message, code } } : { error: { message, code } },
    );
  return {
    data: (status, data) => json(status, { data }),
    page: (data, total, offset, limit) => json(200, { data, pagination: { total, offset, limit } }),
    error,
    notFound: (what) => error(404, 'not_found', `${what} not found.`),
    invalid: (message) => error(400, 'validation_error', message),
    internal: () => error(500, 'internal_error', 'Internal server error.'),
    tooMany: () => error(429, 'rate_limit', 'Rate limit exceeded.'),
    noCredit: () => error(402, 'insufficient_credits', 'Insufficient credits.'),
  };
};
