import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../errors/problem-error.ts';
import { callerId } from './caller.ts';

/** At most so many requests a minute per key or person; without one per address. Callbacks of providers are never refused. */
export async function limitRate(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    hook: 'preHandler',
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => (request.caller ? callerId(request.caller) : `address:${request.ip}`),
    errorResponseBuilder: (_request, context) =>
      new ProblemError(429, 'rate_limited', `More than ${context.max} requests in ${context.after}.`, {
        repair: `Wait ${Math.ceil(context.ttl / 1_000)} s, or ask for larger pages.`,
      }),
  });
}
