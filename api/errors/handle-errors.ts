import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem-error.ts';
import { toProblem } from './to-problem.ts';

/** Seconds after which a refusal for load is worth another try. */
const RETRY_AFTER_SECONDS = 2;

/** Answers every failure as problem+json (RFC 9457) with a stable code and the request's id. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request) => {
    throw new ProblemError(
      404,
      'no_such_route',
      `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
      {
        repair: 'The addresses are listed at /docs.',
      },
    );
  });
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  else request.log.info({ code: problem.code, status: problem.status }, 'request refused');
  if (problem.status === 401) reply.header('www-authenticate', challenge(problem.code));
  if (problem.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ ...problem, requestId: request.id });
}

/** RFC 6750: a key that was sent and does not count is told apart from one that was not sent. */
function challenge(code: string): string {
  const sent = code.startsWith('key_') && code !== 'key_missing';
  return `Bearer realm="outdial"${sent ? ', error="invalid_token"' : ''}`;
}
