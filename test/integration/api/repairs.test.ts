import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, {
    contacts: 3,
    zoneKey: '',
    settings: { purpose: 'emergency' },
    launch: false,
  });
  await world.test.adminDb.execute(
    sql`update contact_states set state = 'unknown_zone', reason = 'zone_unknown' where run_id = ${seeded.runId}`,
  );
});
afterAll(() => world.close());

const at = (path: string): string => `/v1/campaigns/${seeded.campaignId}/review/${path}`;
const repair = (body: object, key?: string) =>
  world.ask('POST', at('zones/repair'), { body, ...(key === undefined ? {} : { key }) });

it('lists who has no zone, repairs one, then all, and has nothing to list any more', async () => {
  expect(await world.ask('GET', at('zones'))).toMatchObject({
    status: 200,
    body: { contacts: 3, runState: 'draft', groups: [{ prefix: '1212', numbers: 3, why: { unknown_prefix: 3 } }] },
  });
  const one = await repair({ contactIds: seeded.contactIds.slice(0, 1), zone: 'america/new_york' });
  expect(one).toMatchObject({ status: 200, body: { zones: ['America/New_York'], repaired: 1, putBack: 1 } });
  expect(await repair({ prefix: '+1212', zone: 'America/New_York' })).toMatchObject({ body: { repaired: 2 } });
  expect(await repair({ all: true, zone: 'America/New_York' })).toMatchObject({ body: { repaired: 0 } });
  expect(await world.ask('GET', at('zones'))).toMatchObject({ body: { contacts: 0, groups: [] } });
});

it.each([
  ['no zone that exists', { all: true, zone: 'Mars/Base' }, 422, 'unknown_zone'],
  ['nobody', { zone: 'America/Denver' }, 400, 'request_invalid'],
  ['two ways at once', { all: true, prefix: '1307', zone: 'America/Denver' }, 400, 'request_invalid'],
  ['a prefix that is none', { prefix: '1%', zone: 'America/Denver' }, 400, 'request_invalid'],
])('refuses a repair that names %s', async (_, body, status, code) => {
  expect(await repair(body)).toMatchObject({ status, body: { code } });
});

it('lists and rechecks consents', async () => {
  expect(await world.ask('GET', at('consent'))).toMatchObject({ status: 200, body: { contacts: 0, groups: [] } });
  expect(await world.ask('POST', at('consent/recheck'), { body: {} })).toMatchObject({
    status: 200,
    body: { looked: 0, putBack: 0, nextCursor: null },
  });
});

it('needs a key that may write campaigns', async () => {
  const key = await world.keyWith('read');
  expect(await repair({ all: true, zone: 'America/Denver' }, key)).toMatchObject({ status: 403 });
  expect(await world.ask('POST', at('consent/recheck'), { body: {}, key })).toMatchObject({ status: 403 });
  expect(await world.ask('GET', at('zones'), { key })).toMatchObject({ status: 200 });
});

it('does not put anybody back into a campaign that is over', async () => {
  await world.test.adminDb.execute(sql`update runs set state = 'completed' where id = ${seeded.runId}`);
  expect(await repair({ all: true, zone: 'America/Denver' })).toMatchObject({
    status: 409,
    body: { code: 'campaign_completed' },
  });
});
