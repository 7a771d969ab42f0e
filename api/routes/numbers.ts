import { assignNumber } from '../../engine/numbers/assign.ts';
import { listNumbers } from '../../engine/numbers/list.ts';
import { provisionNumber } from '../../engine/numbers/provision.ts';
import { releaseNumber } from '../../engine/numbers/release.ts';
import { syncNumbers } from '../../engine/numbers/sync.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { orderResult } from '../schemas/accounts.ts';
import { done } from '../schemas/consent.ts';
import * as schemas from '../schemas/numbers.ts';
import type { Api } from './api.ts';
import { withoutUndefined } from './without-undefined.ts';

const tags = ['numbers'];
const write = { scope: 'accounts:write' } as const;
const params = schemas.numberParams;

export function numberRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/numbers',
    {
      config: { scope: 'read' },
      schema: { tags, querystring: schemas.listNumbersQuery, response: { 200: schemas.numberList } },
    },
    async (request) => ({ items: await listNumbers(engine, request.query) }),
  );
  app.post(
    '/numbers/sync',
    { config: write, schema: { tags, body: schemas.syncBody, response: { 200: schemas.synced } } },
    (request) => syncNumbers(engine, { ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/numbers/:numberId/assign',
    { config: write, schema: { tags, params, body: schemas.assignBody, response: { 200: done } } },
    async (request) => {
      await assignNumber(engine, {
        ...request.params,
        change: withoutUndefined(request.body),
        actor: actorOf(request),
      });
      return { done: true } as const;
    },
  );
  app.post(
    '/numbers/provision',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.provisionBody, response: { 200: orderResult } },
    },
    (request) =>
      provisionNumber(engine, {
        ...request.body,
        request: withoutUndefined(request.body.request),
        actor: actorOf(request),
      }),
  );
  app.post(
    '/numbers/:numberId/release',
    {
      config: { ...write, idempotent: true },
      schema: { tags, params, body: schemas.releaseBody, response: { 200: orderResult } },
    },
    (request) => releaseNumber(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
