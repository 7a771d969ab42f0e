import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { holdsScope } from '../../engine/access/scopes.ts';
import { abortRetry } from '../../engine/retrying/abort-retry.ts';
import { listMembers, listRetries } from '../../engine/retrying/list-retries.ts';
import { pauseRetry } from '../../engine/retrying/pause-retry.ts';
import { planRetry } from '../../engine/retrying/plan-retry.ts';
import { resumeRetry } from '../../engine/retrying/resume-retry.ts';
import { retryAgain } from '../../engine/retrying/retry-again.ts';
import { retryResults, showRetry } from '../../engine/retrying/show-retry.ts';
import { startRetry } from '../../engine/retrying/start-retry.ts';
import { throttleRetry } from '../../engine/retrying/throttle-retry.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/retries.ts';
import type { Api } from './api.ts';
import { readFailureFilter } from './read-failure-filter.ts';
import { withoutUndefined } from './without-undefined.ts';

const tags = ['retries'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write', idempotent: true } as const;
const params = schemas.retryParams;

export function retryRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/retries/plan',
    {
      config: write,
      schema: {
        tags,
        description:
          'Freezes the failed contacts that match now and says what dialling them again would mean. Dials nobody.',
        body: schemas.newRetry,
        response: { 201: schemas.retry },
      },
    },
    async (request, reply) => {
      const { name, reason, filter, options } = request.body;
      mayOverride(request, options);
      const input = { name, reason, filter: readFailureFilter(filter), options: optionsOf(options) };
      const planned = await planRetry(engine, { ...input, actor: actorOf(request) });
      return reply.code(201).send(await showRetry(engine, planned));
    },
  );
  app.get(
    '/retries',
    { config: read, schema: { tags, querystring: schemas.listRetriesQuery, response: { 200: page(schemas.retry) } } },
    (request) => listRetries(engine, request.query),
  );
  app.get(
    '/retries/:retryId',
    { config: read, schema: { tags, params, response: { 200: schemas.retry } } },
    (request) => showRetry(engine, request.params),
  );
  app.get(
    '/retries/:retryId/members',
    {
      config: read,
      schema: { tags, params, querystring: schemas.listMembersQuery, response: { 200: page(schemas.retryMember) } },
    },
    (request) => listMembers(engine, { ...request.params, ...request.query }),
  );
  app.get(
    '/retries/:retryId/results',
    { config: read, schema: { tags, params, response: { 200: schemas.retryResults } } },
    (request) => retryResults(engine, request.params),
  );
  app.post(
    '/retries/:retryId/start',
    {
      config: write,
      schema: { tags, params, description: 'Twice is once.', response: { 200: schemas.startedRetry } },
    },
    async (request) => {
      const { startsAtMs } = await startRetry(engine, { ...request.params, actor: actorOf(request) });
      return { state: 'running' as const, startsAt: new Date(startsAtMs).toISOString() };
    },
  );
  app.post(
    '/retries/:retryId/pause',
    { config: write, schema: { tags, params, body: schemas.whyBody, response: { 200: schemas.controlledRetry } } },
    (request) => pauseRetry(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/retries/:retryId/resume',
    {
      config: write,
      schema: {
        tags,
        params,
        description: 'Goes on after a pause. Where its canary stopped it the rest follows, and that needs a reason.',
        body: schemas.whyBody,
        response: { 200: schemas.controlledRetry },
      },
    },
    (request) => resumeRetry(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/retries/:retryId/abort',
    {
      config: write,
      schema: {
        tags,
        params,
        description: 'Nothing of it is dialled from now on; who was not dialled stands again as before. Twice is once.',
        body: schemas.whyBody,
        response: { 200: schemas.abortedRetry },
      },
    },
    (request) => abortRetry(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.patch(
    '/retries/:retryId',
    { config: write, schema: { tags, params, body: schemas.throttleBody, response: { 200: schemas.retry } } },
    async (request) => {
      await throttleRetry(engine, { ...request.params, ...request.body, actor: actorOf(request) });
      return await showRetry(engine, request.params);
    },
  );
  app.post(
    '/retries/:retryId/again',
    { config: write, schema: { tags, params, body: schemas.againBody, response: { 201: schemas.retry } } },
    async (request, reply) => {
      const { options, ...body } = request.body;
      mayOverride(request, options);
      const planned = await retryAgain(engine, {
        ...request.params,
        ...body,
        options: optionsOf(options),
        actor: actorOf(request),
      });
      return reply.code(201).send(await showRetry(engine, planned));
    },
  );
}

type Options = z.output<typeof schemas.retryOptions>;

const optionsOf = ({ startAt, ...options }: Options) => ({
  ...withoutUndefined(options),
  ...(startAt === undefined ? {} : { startAtMs: Date.parse(startAt) }),
});

/** Calling people more often than the campaign allows is an administrator's decision. */
function mayOverride(request: FastifyRequest, { overrideMaxAttempts }: Options): void {
  if (overrideMaxAttempts !== true || holdsScope(request.caller?.scopes ?? [], 'admin')) return;
  throw new ProblemError(403, 'scope_missing', 'Only an administrator may go beyond the attempts of the campaign.', {
    repair: 'Leave it out, or ask an administrator.',
    details: { needed: 'admin' },
  });
}
