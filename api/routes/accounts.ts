import { addAccount } from '../../engine/accounts/add-account.ts';
import { changeAccount } from '../../engine/accounts/change-account.ts';
import { checkAccount } from '../../engine/accounts/check-account.ts';
import { listAccounts } from '../../engine/accounts/list-accounts.ts';
import { listOrders } from '../../engine/accounts/list-orders.ts';
import { registerCallbacks } from '../../engine/accounts/register-callbacks.ts';
import { resolveOrder } from '../../engine/accounts/resolve-order.ts';
import { resumeAccount } from '../../engine/accounts/resume-account.ts';
import { rotateKey } from '../../engine/accounts/rotate-key.ts';
import { setPace } from '../../engine/accounts/set-pace.ts';
import { startAccount, stopAccount } from '../../engine/accounts/stop-account.ts';
import { startAll, stopAll } from '../../engine/accounts/stop-all.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import * as schemas from '../schemas/accounts.ts';
import { page } from '../schemas/common.ts';
import { done } from '../schemas/consent.ts';
import type { Api } from './api.ts';

const tags = ['accounts'];
const read = { scope: 'read' } as const;
const write = { scope: 'accounts:write' } as const;
/** Whoever runs campaigns stops them in need, and lets them go on. */
const control = { scope: 'campaigns:write' } as const;
const params = schemas.accountParams;

export function accountRoutes(app: Api, deps: ApiDeps): void {
  const { engine, publicUrl } = deps;
  app.post(
    '/accounts',
    {
      config: { ...write, idempotent: true },
      schema: { tags, body: schemas.newAccount, response: { 201: schemas.createdAccount } },
    },
    async (request, reply) => {
      const { paces, ...account } = request.body;
      const made = await addAccount(engine, {
        ...account,
        paces: paces?.map(({ numberId, ...limit }) => (numberId === undefined ? limit : { ...limit, numberId })),
        actor: actorOf(request),
      });
      return reply.code(201).send(made);
    },
  );
  app.get('/accounts', { config: read, schema: { tags, response: { 200: page(schemas.account) } } }, async () => ({
    items: await listAccounts(engine),
    nextCursor: null,
  }));
  app.get(
    '/accounts/:accountId',
    { config: read, schema: { tags, params, response: { 200: schemas.account } } },
    async (request) => {
      const [account] = await listAccounts(engine, request.params);
      if (!account) throw new ProblemError(404, 'unknown_account', 'There is no such account.');
      return account;
    },
  );
  app.patch(
    '/accounts/:accountId',
    { config: write, schema: { tags, params, body: schemas.accountChange, response: { 200: done } } },
    async (request) => {
      await changeAccount(engine, { ...request.params, change: request.body, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
  app.post(
    '/accounts/:accountId/check',
    { config: write, schema: { tags, params, response: { 200: schemas.accountCheck } } },
    (request) => checkAccount(engine, request.params),
  );
  app.post(
    '/accounts/:accountId/callbacks',
    { config: write, schema: { tags, params, response: { 200: schemas.callbacks } } },
    (request) => registerCallbacks(engine, { ...request.params, publicUrl, actor: actorOf(request) }),
  );
  app.post(
    '/accounts/:accountId/rotate-key',
    { config: write, schema: { tags, params, body: schemas.rotateKeyBody, response: { 200: done } } },
    async (request) => {
      await rotateKey(engine, { ...request.params, ...request.body, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
  app.put(
    '/accounts/:accountId/pace',
    { config: write, schema: { tags, params, body: schemas.paceBody, response: { 200: done } } },
    async (request) => {
      const paces = request.body.paces.map(({ numberId, ...limit }) =>
        numberId === undefined ? limit : { ...limit, numberId },
      );
      await setPace(engine, { ...request.params, paces, actor: actorOf(request) });
      return { done: true } as const;
    },
  );
  stopRoutes(app, deps);
  orderRoutes(app, deps);
}

function stopRoutes(app: Api, { engine }: ApiDeps): void {
  const body = schemas.optionalReason;
  app.post(
    '/accounts/:accountId/stop',
    { config: write, schema: { tags, params, body, response: { 200: schemas.stopped } } },
    (request) => stopAccount(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/accounts/:accountId/start',
    { config: write, schema: { tags, params, response: { 200: schemas.started } } },
    (request) => startAccount(engine, { ...request.params, actor: actorOf(request) }),
  );
  app.post(
    '/accounts/:accountId/resume',
    { config: write, schema: { tags, params, body, response: { 200: schemas.woken } } },
    (request) => resumeAccount(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/stop-all',
    { config: control, schema: { tags: ['installation'], body, response: { 200: schemas.stopped } } },
    (request) => stopAll(engine, { ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/start-all',
    { config: control, schema: { tags: ['installation'], response: { 200: schemas.started } } },
    (request) => startAll(engine, { actor: actorOf(request) }),
  );
}

function orderRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/orders',
    {
      config: read,
      schema: { tags: ['orders'], querystring: schemas.listOrdersQuery, response: { 200: page(schemas.order) } },
    },
    (request) => listOrders(engine, request.query),
  );
  app.post(
    '/orders/:orderId/resolve',
    {
      config: write,
      schema: {
        tags: ['orders'],
        params: schemas.orderParams,
        body: schemas.resolveOrderBody,
        response: { 200: schemas.resolvedOrder },
      },
    },
    (request) => resolveOrder(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
