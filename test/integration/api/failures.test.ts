import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { seedFailures } from '../../support/seed-failures.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const ODD = `unknown_end:${'обрыв "связи" / 50 % &?#'.repeat(2)}`;

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, { contacts: 40, launch: false });
  await seedFailures(world.test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(0, 20) });
  await seedFailures(world.test, seeded, {
    cause: ODD,
    outcome: 'unknown_end',
    contactIds: seeded.contactIds.slice(20),
  });
});
afterAll(() => world.close());

const path = (cause: string): string => `/v1/failures/${encodeURIComponent(cause)}`;
const filter = () => ({ campaignId: seeded.campaignId, causes: ['busy'] });
const openOf = async (cause: string): Promise<unknown> => {
  const { body } = await world.ask('GET', `${path(cause)}?campaignId=${seeded.campaignId}`);
  return body['group'];
};

it('lists groups, one of them, and its contacts page by page, whatever the cause is called', async () => {
  const groups = await world.ask('GET', `/v1/failures?campaignId=${seeded.campaignId}`);
  expect(groups).toMatchObject({
    status: 200,
    body: { items: [{ cause: 'busy' }, { cause: ODD }], totals: { failed: 40 } },
  });
  expect(await openOf(ODD)).toMatchObject({ cause: ODD, attempts: 20 });
  const first = await world.ask('GET', `${path(ODD)}/contacts?limit=15`);
  const next = await world.ask('GET', `${path(ODD)}/contacts?limit=15&cursor=${first.field('nextCursor')}`);
  expect([first.body['items'], next.body['items']].map((items) => Array.isArray(items) && items.length)).toEqual([
    15, 5,
  ]);
  expect(next.body['nextCursor']).toBeNull();
});

it('resolves once under one key, says how many would be, and takes it back', async () => {
  expect((await world.ask('POST', '/v1/failures/count', { body: { filter: filter() } })).body).toEqual({
    contacts: 20,
  });
  const headers = { 'idempotency-key': 'resolve-1' };
  const body = { filter: filter(), reason: 'called by hand' };
  const resolved = await world.ask('POST', '/v1/failures/resolve', { body, headers });
  expect(resolved).toMatchObject({ status: 200, body: { count: 20 } });
  expect((await world.ask('POST', '/v1/failures/resolve', { body, headers })).body).toEqual(resolved.body);
  expect((await world.ask('POST', '/v1/failures/resolve', { body })).body).toEqual({ resolutionId: null, count: 0 });
  expect(await openOf('busy')).toMatchObject({ openContacts: 0 });
  const list = await world.ask('GET', `/v1/failures/resolutions?campaignId=${seeded.campaignId}`);
  expect(list.body['items']).toMatchObject([{ contacts: 20, reason: 'called by hand', causes: ['busy'] }]);
  const undone = await world.ask('POST', `/v1/failures/resolutions/${resolved.field('resolutionId')}/undo`);
  expect(undone.body).toEqual({ count: 20 });
  expect(await openOf('busy')).toMatchObject({ openContacts: 20 });
});

it('snoozes and wakes', async () => {
  const untilAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = await world.ask('POST', '/v1/failures/snooze', { body: { cause: ODD, untilAt, reason: 'known' } });
  expect(made).toMatchObject({ status: 200, body: { already: false } });
  expect((await world.ask('GET', '/v1/failures/snoozes')).body['items']).toMatchObject([{ cause: ODD, untilAt }]);
  expect((await world.ask('GET', '/v1/failures')).body).toMatchObject({ items: [{ cause: 'busy' }], snoozed: 1 });
  const woken = await world.ask('DELETE', `/v1/failures/snoozes/${made.field('snoozeId')}`);
  expect(woken.body).toEqual({ already: false });
});

it('suppresses the numbers of a selection', async () => {
  const body = {
    filter: { ...filter(), contactIds: seeded.contactIds.slice(0, 2) },
    reason: 'not theirs',
    channel: 'call',
  };
  expect((await world.ask('POST', '/v1/failures/suppress', { body })).body).toMatchObject({ numbers: 2 });
});

it('says what is stuck and by which policy, and has nothing to ask where nothing is', async () => {
  const stuck = await world.ask('GET', '/v1/stuck?minutes=5');
  expect(stuck.body).toEqual({ count: 0, oldestAt: null, items: [], nextCursor: null, policy: expect.any(Object) });
  expect((await world.ask('POST', '/v1/stuck/reconcile', { body: {} })).body).toEqual({ asked: 0 });
});

it('decides parked attempts by a filter', async () => {
  await world.test.adminDb.execute(
    sql`update attempts set state = 'PARKED', outcome = null where contact_id = ${seeded.contactIds[39] ?? 0}`,
  );
  expect((await world.ask('GET', '/v1/queues')).body).toMatchObject({ total: 1, totals: { parked: 1 } });
  const body = { filter: { campaignId: seeded.campaignId }, dialled: true, reason: 'on the invoice' };
  expect(await world.ask('POST', '/v1/attempts/resolve-many', { body })).toMatchObject({
    status: 202,
    body: { resolved: 1 },
  });
});

describe('refuses', () => {
  it.each<[string, string, unknown, number]>([
    ['a filter without a campaign', '/v1/failures/resolve', { filter: {}, reason: 'r' }, 400],
    ['a campaign that does not exist', '/v1/failures/resolve', { filter: { campaignId: NOBODY }, reason: 'r' }, 404],
    ['no reason', '/v1/failures/suppress', { filter: { campaignId: NOBODY } }, 400],
    ['a snooze without an end', '/v1/failures/snooze', { cause: 'busy', reason: 'r' }, 422],
    ['parked attempts of everything', '/v1/attempts/resolve-many', { filter: {}, dialled: true, reason: 'r' }, 400],
    [
      'parked attempts named twice over',
      '/v1/attempts/resolve-many',
      { attemptIds: [NOBODY], filter: { campaignId: NOBODY }, dialled: true, reason: 'r' },
      400,
    ],
  ])('%s', async (_, url, body, status) => {
    expect((await world.ask('POST', url, { body })).status).toBe(status);
  });

  it('who may only read', async () => {
    const key = await world.keyWith('read');
    for (const url of ['/v1/failures/resolve', '/v1/failures/snooze', '/v1/failures/suppress', '/v1/stuck/reconcile']) {
      expect((await world.ask('POST', url, { key, body: {} })).status).toBe(403);
    }
    const body = { filter: filter() };
    expect((await world.ask('POST', '/v1/failures/count', { key, body })).status).toBe(200);
  });
});
