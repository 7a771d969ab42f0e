import { listQueues } from '../../engine/failures/list-queues.ts';
import { resolveAttempts } from '../../engine/reconciling/resolve-many.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/queues.ts';
import type { Api } from './api.ts';

export function queueRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/queues',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['review'],
        description: 'Everything that waits for a person, by campaign.',
        querystring: schemas.queuesQuery,
        response: { 200: schemas.queues },
      },
    },
    (request) => listQueues(engine, request.query),
  );
  app.post(
    '/attempts/resolve-many',
    {
      config: { scope: 'campaigns:write', idempotent: true },
      // 202: each decision is a fact in the inbox; the fold moves the attempts a moment later.
      schema: { tags: ['attempts'], body: schemas.resolveManyBody, response: { 202: schemas.resolvedMany } },
    },
    async (request, reply) => {
      const { attemptIds, filter, ...decision } = request.body;
      const beforeMs = filter?.sentBefore === undefined ? undefined : Date.parse(filter.sentBefore);
      const parked = { attemptIds, campaignId: filter?.campaignId, accountId: filter?.accountId, beforeMs };
      const answer = await resolveAttempts(engine, { filter: parked, ...decision, actor: actorOf(request) });
      return reply.code(202).send(answer);
    },
  );
}
