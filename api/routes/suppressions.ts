import { liftSuppression } from '../../engine/consent/lift.ts';
import { listSuppressions } from '../../engine/consent/list.ts';
import { importSuppressions, suppress } from '../../engine/consent/suppress.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import { done } from '../schemas/consent.ts';
import * as schemas from '../schemas/suppressions.ts';
import type { Api } from './api.ts';

const tags = ['suppressions'];
const write = { scope: 'consent:write' } as const;

export function suppressionRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/suppressions',
    {
      config: { scope: 'read' },
      schema: { tags, querystring: schemas.listSuppressionsQuery, response: { 200: page(schemas.suppression) } },
    },
    (request) => listSuppressions(engine, request.query),
  );
  app.post(
    '/suppressions',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.suppressBody, response: { 201: schemas.suppressed } },
    },
    async (request, reply) =>
      reply.code(201).send(await suppress(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/suppressions/import',
    {
      config: { ...write, idempotent: true },
      schema: {
        tags,
        description: 'Numbers that said no, up to 10,000. Registries have lists: PUT /v1/suppression-lists/{name}.',
        body: schemas.importSuppressionsBody,
        response: { 201: schemas.importedSuppressions },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await importSuppressions(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/suppressions/:suppressionId/lift',
    {
      config: write,
      schema: { tags, params: schemas.suppressionParams, body: schemas.liftBody, response: { 200: done } },
    },
    async (request) => {
      await liftSuppression(engine, { ...request.params, ...request.body, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
}
