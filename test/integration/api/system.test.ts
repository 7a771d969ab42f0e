import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLive } from '../../support/live-client.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

it('says over the api and over a stream what is dialing, and what still works when nothing is', async () => {
  expect((await world.ask('GET', '/v1/system')).body).toMatchObject({
    dialing: { state: 'nothing_is_dialing' },
    warnings: [{ code: 'worker_down', works: expect.stringContaining('Pause') }],
  });
  const url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  const client = await openLive(url, { key: await world.keyWith('read'), topics: 'system' });
  await client.next('system', ({ data }) => JSON.stringify(data).includes('nothing_is_dialing'));
  await world.test.db.execute(sql`
    insert into workers (id, host, pid, started_at, seen_at, temporal_ok, redis_ok, clock_skew_ms)
    values (${randomUUID()}, 'here', 1, clock_timestamp(), clock_timestamp(), true, true, 0)`);
  // Nobody says that a worker came or went: it is looked at.
  await client.next('system', ({ data }) => JSON.stringify(data['dialing']).includes('idle'));
  client.close();
});

it('asks for the scope to read', async () => {
  expect((await world.ask('GET', '/v1/system', { key: await world.keyWith('imports:write') })).status).toBe(403);
});

it('charts a campaign, and refuses times that it cannot read', async () => {
  const { campaignId } = await seedCampaign(world.engine, world.test, { contacts: 1 });
  const answer = await world.ask(
    'GET',
    `/v1/campaigns/${campaignId}/charts?from=2026-11-26T00:00:00Z&to=2026-11-27T00:00:00Z`,
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ bucketSeconds: 300, failures: [], currency: 'USD' });
  expect((await world.ask('GET', `/v1/campaigns/${campaignId}/charts?from=yesterday`)).status).toBe(400);
});
