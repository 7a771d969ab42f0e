import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDb } from '../../../db/client.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const beat = (skewMs: number, temporal = true, ageSeconds = 0) =>
  world.test.db.execute(sql`
    insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
    values (${randomUUID()}, 'test', 1, clock_timestamp(), clock_timestamp() - make_interval(secs => ${ageSeconds}), ${temporal}, true, ${skewMs})`);
const buryAll = () => world.test.db.execute(sql`update workers set stopped_at = clock_timestamp()`);

it('is alive without asking anybody', async () => {
  expect((await world.ask('GET', '/healthz', { key: null })).body).toMatchObject({ status: 'ok' });
});

it('works degraded without a worker, and says that nothing is dialled', async () => {
  await buryAll();
  const answer = await world.ask('GET', '/readyz', { key: null });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    status: 'degraded',
    parts: { database: { ok: true }, migrations: { ok: true }, dialing: { ok: false } },
  });
});

it('believes a fresh heartbeat, and no old or skewed one', async () => {
  await buryAll();
  await beat(0, true, 60);
  expect((await world.ask('GET', '/readyz', { key: null })).body.status).toBe('degraded');
  await beat(5_000);
  expect((await world.ask('GET', '/readyz', { key: null })).text).toContain('clock is off');
  await beat(20);
  expect((await world.ask('GET', '/readyz', { key: null })).body).toMatchObject({ status: 'ok' });
});

it('is unavailable without its migrations', async () => {
  const behind = await openApi({ api: { pendingMigrations: async () => 2 } });
  const answer = await behind.ask('GET', '/readyz', { key: null });
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ status: 'unavailable', parts: { migrations: { ok: false } } });
  await behind.close();
});

it('is unavailable without its database, and still answers', async () => {
  const nowhere = openDb({ url: 'postgres://nobody@127.0.0.1:9/none', maxConnections: 1 });
  const cut = await openApi({
    engine: { readDb: nowhere },
    api: { pendingMigrations: () => Promise.reject(new Error('down')) },
  });
  const answer = await cut.ask('GET', '/readyz', { key: null });
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ parts: { database: { ok: false } } });
  expect((await cut.ask('GET', '/v1/campaigns')).body).toMatchObject({ status: 503, code: 'database_unavailable' });
  await nowhere.$client.end();
  await cut.close();
});

it('describes itself as OpenAPI, with the page to read it', async () => {
  const document = await world.ask('GET', '/docs/json', { key: null });
  expect(document.body).toMatchObject({ openapi: '3.1.0', info: { title: 'Outdial' } });
  expect(document.body).toMatchObject({
    paths: {
      '/v1/campaigns/{campaignId}/launch': { post: { responses: { 200: {}, default: {} } } },
      '/v1/campaigns/{campaignId}/export.csv': { get: { responses: { default: {} } } },
    },
    components: { schemas: { Problem: { type: 'object' }, CampaignProgress: { type: 'object' } } },
  });
  expect((await world.ask('GET', '/docs/', { key: null })).status).toBe(200);
});
