import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { beginRequest, forgetRequest, storeAnswer, type IdempotentRequest } from '../../engine/access/idempotency.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { callerId, type Caller } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first one under its Idempotency-Key. */
    idempotency: IdempotentRequest | null;
  }
}

const KEY = /^[\x21-\x7e]{1,200}$/;
/** A request that has no answer after this long lost its process: whether it took effect is for the caller to look up. */
const LOST_AFTER_SECONDS = 60;

/**
 * `Idempotency-Key` on creates and launches: the same key and body get the same answer again, without acting twice.
 * A refused request (4xx, 503) did nothing and frees its key.
 */
export function repeatSafely(app: FastifyInstance, deps: Pick<EngineDeps, 'db' | 'secrets'>): void {
  app.decorateRequest('idempotency', null);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (!request.routeOptions.config.idempotent || key === undefined || request.caller === null) return;
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new ProblemError(400, 'idempotency_key_invalid', 'An Idempotency-Key is 1 to 200 visible characters.');
    }
    const wanted: IdempotentRequest = {
      caller: repeatedBy(request.caller),
      key,
      route: `${request.method} ${request.url.split('?')[0]}`,
      bodySha256: fingerprint(request),
    };
    const verdict = await beginRequest(deps, wanted);
    switch (verdict.kind) {
      case 'new':
        request.idempotency = wanted;
        return;
      case 'answered':
        return reply
          .code(verdict.status)
          .header('idempotency-replayed', 'true')
          .type('application/json; charset=utf-8')
          .serializer((body: unknown) => String(body))
          .send(verdict.answer);
      case 'reused':
        throw new ProblemError(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.', {
          repair: 'Take a new key for a new request.',
        });
      case 'pending':
        throw verdict.ageSeconds < LOST_AFTER_SECONDS
          ? new ProblemError(409, 'idempotency_in_progress', 'The first request with this key is still at work.', {
              repair: 'Ask again in a moment.',
            })
          : new ProblemError(409, 'idempotency_outcome_unknown', 'The first request with this key was cut off.', {
              repair: 'Look whether it took effect, then use a new key.',
            });
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const first = request.idempotency;
    if (!first) return payload;
    request.idempotency = null;
    try {
      if (reply.statusCode < 300 && typeof payload === 'string') {
        await storeAnswer(deps, first, { status: reply.statusCode, body: payload });
      } else if (reply.statusCode !== 500) {
        await forgetRequest(deps, first);
      }
    } catch (error) {
      // The work is done and its answer must go out; a repetition will say that the outcome is unknown.
      request.log.error({ err: error }, 'the answer could not be kept for repetitions');
    }
    return payload;
  });
}

/** Keys by their public id alone, as they always were. */
const repeatedBy = (caller: Caller): string => (caller.kind === 'key' ? caller.publicId : callerId(caller));

/** An upload's bytes are a stream that is not read yet: its options and length stand for it. */
function fingerprint(request: FastifyRequest): string {
  const body = isStream(request.body)
    ? { query: request.query, length: request.headers['content-length'] ?? null }
    : { query: request.query, body: request.body ?? null };
  return createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex');
}

const isStream = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'pipe' in value && typeof value.pipe === 'function';

/** The same object written in another order is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
