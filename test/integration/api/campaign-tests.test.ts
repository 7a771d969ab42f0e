import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { join, type Browser } from './people-world.ts';

let world: ApiWorld;
let seeded: Seeded;
let operator: Browser;
let viewer: Browser;
beforeAll(async () => {
  world = await openApi();
  await join(world, 'first', 'ana@example.org');
  operator = await join(world, 'operator', 'olga@example.org');
  viewer = await join(world, 'viewer', 'vera@example.org');
  seeded = await seedCampaign(world.engine, world.test, { contacts: 2, launch: false });
});
afterAll(() => world.close());

const tests = (): string => `/v1/campaigns/${seeded.campaignId}/tests`;
const testsKept = async (): Promise<number | undefined> =>
  (await firstRow<{ n: number }>(world.test.db, sql`select count(*)::int as n from runs where kind = 'manual'`))?.n;

it('says with dry_run what would be sent, and keeps nothing of it', async () => {
  const answer = await world.ask('POST', `${tests()}?dry_run=true`, { body: { phone: '+12125556100' } });
  expect(answer).toMatchObject({
    status: 200,
    body: { kind: 'preview', phone: '+12125556100', channel: 'call', go: 'now', message: null },
  });
  expect(answer.body['costAtMostMicros']).toBeGreaterThan(0);
  expect(await testsKept()).toBe(0);
});

it('makes one test of a request that comes twice under one key, and shows it', async () => {
  const request = { body: { phone: '+12125556101' }, headers: { 'idempotency-key': 'one-test' } };
  const first = await world.ask('POST', tests(), request);
  const again = await world.ask('POST', tests(), request);
  expect(first).toMatchObject({ status: 201, body: { kind: 'test', state: 'waiting', open: true } });
  expect(again.text).toBe(first.text);
  expect(await testsKept()).toBe(1);
  const shown = await world.ask('GET', `${tests()}/${first.field('id')}`);
  expect(shown.body).toMatchObject({ id: first.body['id'], phone: '+12125556101', createdBy: expect.any(String) });
  expect((await world.ask('GET', tests())).body['items']).toHaveLength(1);
  const cancelled = await world.ask('POST', `${tests()}/${first.field('id')}/cancel`);
  expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', inFlight: 0 } });
});

it('shows a person the number that they typed, and masks it wherever it is read again', async () => {
  const phone = '+12125556102';
  const made = await operator.ask('POST', tests(), { body: { phone } });
  expect(made).toMatchObject({ status: 201, body: { phone } });
  for (const address of [tests(), `${tests()}/${String(made.body['id'])}`]) {
    expect((await operator.ask('GET', address)).text).not.toContain(phone);
  }
  const other = await operator.ask('POST', tests(), { body: { phone } });
  expect(other).toMatchObject({ status: 409, code: 'test_is_open' });
});

it('is for those who may launch', async () => {
  for (const address of [tests(), `${tests()}?dry_run=true`]) {
    expect(await viewer.ask('POST', address, { body: { phone: '+12125556103' } })).toMatchObject({ status: 403 });
  }
  expect(await viewer.ask('GET', tests())).toMatchObject({ status: 200 });
});

it('says what is wrong with a number, and where it was written', async () => {
  const answer = await world.ask('POST', tests(), { body: { phone: '0123' } });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ pointer: '/phone' });
});
