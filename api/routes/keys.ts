import { createKey } from '../../engine/access/create-key.ts';
import { listKeys } from '../../engine/access/list-keys.ts';
import { revokeKey } from '../../engine/access/revoke-key.ts';
import { holdsScope } from '../../engine/access/scopes.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import * as schemas from '../schemas/access.ts';
import { done } from '../schemas/consent.ts';
import type { Api } from './api.ts';

const tags = ['keys'];
const write = { scope: 'keys:write' } as const;

export function keyRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/keys',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.newKey, response: { 201: schemas.createdKey } },
    },
    async (request, reply) => {
      const held = request.caller?.scopes ?? [];
      const beyond = request.body.scopes.filter((scope) => !holdsScope(held, scope));
      if (beyond.length > 0) {
        // Or a key that may only make keys could make itself an admin.
        throw new ProblemError(403, 'scope_beyond_own', `A key cannot give what it has not: ${beyond.join(', ')}.`, {
          details: { beyond },
        });
      }
      return reply.code(201).send(await createKey(engine, { ...request.body, actor: actorOf(request) }));
    },
  );
  app.get('/keys', { config: write, schema: { tags, response: { 200: schemas.keyList } } }, async () => ({
    items: await listKeys(engine),
  }));
  app.delete(
    '/keys/:keyId',
    { config: write, schema: { tags, params: schemas.keyParams, response: { 200: done } } },
    async (request) => {
      await revokeKey(engine, { ...request.params, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
}
