import { getAttempt, listAttempts } from '../../engine/reading/attempts.ts';
import { contactHistory } from '../../engine/reading/contact-history.ts';
import { listContacts } from '../../engine/reading/contacts.ts';
import { resolveAttempt } from '../../engine/reconciling/resolve.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/contacts.ts';
import type { Api } from './api.ts';

const read = { scope: 'read' } as const;

export function contactRoutes(app: Api, { engine }: ApiDeps): void {
  const tags = ['contacts'];
  const params = schemas.contactParams;
  app.get(
    '/contacts',
    {
      config: read,
      schema: { tags, querystring: schemas.listContactsQuery, response: { 200: page(schemas.contact) } },
    },
    (request) => listContacts(engine, request.query),
  );
  app.get(
    '/contacts/:contactId',
    { config: read, schema: { tags, params, response: { 200: schemas.contactHistory } } },
    (request) => contactHistory(engine, request.params),
  );
}

export function attemptRoutes(app: Api, { engine }: ApiDeps): void {
  const tags = ['attempts'];
  const params = schemas.attemptParams;
  app.get(
    '/attempts',
    {
      config: read,
      schema: { tags, querystring: schemas.listAttemptsQuery, response: { 200: page(schemas.attempt) } },
    },
    (request) => listAttempts(engine, request.query),
  );
  app.get(
    '/attempts/:attemptId',
    { config: read, schema: { tags, params, response: { 200: schemas.attempt } } },
    (request) => getAttempt(engine, request.params),
  );
  app.post(
    '/attempts/:attemptId/resolve',
    {
      config: { scope: 'campaigns:write' },
      // 202: the decision is a fact in the inbox; the fold moves the attempt a moment later.
      schema: { tags, params, body: schemas.resolveBody, response: { 202: schemas.accepted } },
    },
    async (request, reply) => {
      await resolveAttempt(engine, { ...request.params, ...request.body, actor: actorOf(request) });
      return reply.code(202).send({ accepted: true });
    },
  );
}
