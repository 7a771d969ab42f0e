import { balances } from '../../engine/credits/balances.ts';
import { checkLedger } from '../../engine/credits/check-ledger.ts';
import { listEntries } from '../../engine/credits/list-entries.ts';
import { purchaseCredit } from '../../engine/credits/purchase-credit.ts';
import { syncBalance } from '../../engine/credits/sync-balance.ts';
import { adjustCredit, topUp } from '../../engine/credits/top-up.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { orderResult } from '../schemas/accounts.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/credits.ts';
import type { Api } from './api.ts';

const tags = ['ledger'];
const read = { scope: 'read' } as const;
const writeOnce = { scope: 'credits:write', idempotent: true } as const;

export function creditRoutes(app: Api, { engine }: ApiDeps): void {
  app.get('/ledger/balances', { config: read, schema: { tags, response: { 200: schemas.balanceList } } }, async () => ({
    items: await balances(engine),
  }));
  app.get(
    '/ledger/entries',
    { config: read, schema: { tags, querystring: schemas.listEntriesQuery, response: { 200: page(schemas.entry) } } },
    (request) => listEntries(engine, { ...request.query, withBalance: true }),
  );
  app.get('/ledger/check', { config: read, schema: { tags, response: { 200: schemas.ledgerCheck } } }, () =>
    checkLedger(engine),
  );
  app.post(
    '/ledger/topups',
    { config: writeOnce, schema: { tags, body: schemas.topUpBody, response: { 201: schemas.creditMoved } } },
    async (request, reply) => reply.code(201).send(await topUp(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/ledger/adjustments',
    { config: writeOnce, schema: { tags, body: schemas.adjustBody, response: { 201: schemas.creditMoved } } },
    async (request, reply) =>
      reply.code(201).send(await adjustCredit(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.post(
    '/ledger/sync',
    {
      config: { scope: 'credits:write' },
      schema: { tags, body: schemas.syncBalanceBody, response: { 200: schemas.syncedBalance } },
    },
    (request) => syncBalance(engine, request.body),
  );
  app.post(
    '/ledger/purchases',
    { config: writeOnce, schema: { tags, body: schemas.purchaseBody, response: { 200: orderResult } } },
    (request) => purchaseCredit(engine, { ...request.body, actor: actorOf(request) }),
  );
}
