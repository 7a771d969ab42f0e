import { Readable } from 'node:stream';
import type { ContactState } from '../../domain/contact-state.ts';
import { suppressContact } from '../../engine/consent/suppress-contact.ts';
import { getAttempt, listAttempts } from '../../engine/reading/attempts.ts';
import { contactHistory } from '../../engine/reading/contact-history.ts';
import { listContacts } from '../../engine/reading/contacts.ts';
import { readRecording } from '../../engine/reading/recording.ts';
import { resolveAttempt } from '../../engine/reconciling/resolve.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/contacts.ts';
import { suppressed } from '../schemas/suppressions.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';
import { started } from './started-stream.ts';

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
    ({ query }) => listContacts(engine, filterOf(query)),
  );
  app.get(
    '/contacts/:contactId',
    { config: read, schema: { tags, params, response: { 200: schemas.contactHistory } } },
    (request) => contactHistory(engine, request.params),
  );
  app.post(
    '/contacts/:contactId/suppress',
    {
      config: { scope: 'consent:write', idempotent: true },
      schema: {
        tags,
        description: 'Its person said no: as POST /v1/suppressions, without the number.',
        params,
        body: schemas.suppressContactBody,
        response: { 201: suppressed },
      },
    },
    async (request, reply) => {
      const said = { ...request.params, ...request.body, actor: actorOf(request) };
      return reply.code(201).send(await suppressContact(engine, said));
    },
  );
}

interface ContactsAsked {
  state?: ContactState[] | undefined;
  changedFrom?: string | undefined;
  changedTo?: string | undefined;
}

/** What an address asks for, in the words of the engine. */
export function filterOf<Query extends ContactsAsked>({ state, changedFrom, changedTo, ...query }: Query) {
  return {
    ...query,
    states: state,
    ...(changedFrom === undefined ? {} : { changedFromMs: Date.parse(changedFrom) }),
    ...(changedTo === undefined ? {} : { changedToMs: Date.parse(changedTo) }),
  };
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
    (request) => listAttempts(engine, { ...request.query, assignee: readAssignee(request, request.query.assignee) }),
  );
  app.get(
    '/attempts/:attemptId',
    { config: read, schema: { tags, params, response: { 200: schemas.attempt } } },
    (request) => getAttempt(engine, request.params),
  );
  app.get(
    '/attempts/:attemptId/recording',
    {
      config: read,
      schema: { tags, params, description: 'The recording, or a redirect to where the provider has it.' },
    },
    async (request, reply) => {
      const recording = await readRecording(engine, request.params);
      if (recording.kind === 'at_provider') return reply.redirect(recording.url);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="call-${request.params.attemptId}.audio"`)
        .send(Readable.from(await started(recording.bytes)));
    },
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
