import { listStuck } from '../../engine/failures/stuck/list-stuck.ts';
import { reconcileStuck } from '../../engine/failures/stuck/reconcile-stuck.ts';
import { STUCK_WORDS } from '../../engine/failures/stuck/stuck-after.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/failures.ts';
import type { Api } from './api.ts';

const tags = ['failures'];

export function stuckRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/stuck',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        description: 'Open attempts that should have said something by now.',
        querystring: schemas.listStuckQuery,
        response: { 200: schemas.stuckAttempts },
      },
    },
    async (request) => ({ ...(await listStuck(engine, request.query)), policy: STUCK_WORDS }),
  );
  app.post(
    '/stuck/reconcile',
    {
      config: { scope: 'campaigns:write' },
      schema: {
        tags,
        description: 'Has the provider asked about stuck attempts at once. Safe to repeat; moves nothing by itself.',
        body: schemas.reconcileBody,
        response: { 200: schemas.reconciled },
      },
    },
    (request) => reconcileStuck(engine, { ...request.body, actor: actorOf(request) }),
  );
}
