import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const under = (key: string) => ({ 'idempotency-key': key });

it('gives the same answer again without acting twice', async () => {
  const { accountId } = await seedCampaign(world.engine, world.test, { contacts: 1 });
  const topUp = (amountMicros: number, key: string) =>
    world.ask('POST', '/v1/ledger/topups', { body: { accountId, amountMicros }, headers: under(key) });
  const first = await topUp(5_000, 'top-1');
  const again = await topUp(5_000, 'top-1');
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.text).toBe(first.text);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const lines = await firstRow<{ n: number }>(
    world.test.db,
    sql`select count(*)::int as n from ledger_entries where amount_micros = 5000`,
  );
  expect(lines?.n).toBe(1);
});

it('acts once when the same request comes ten times at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      world.ask('POST', '/v1/templates', { body: { name: 'at once', body: 'x' }, headers: under('at-once') }),
    ),
  );
  const codes = answers.map((answer) => answer.body.code ?? answer.status);
  expect(codes.filter((code) => code === 201).length).toBeGreaterThanOrEqual(1);
  for (const code of codes) expect([201, 'idempotency_in_progress']).toContain(code);
});

it('refuses a key that comes back with another body or for another route', async () => {
  await world.ask('POST', '/v1/templates', { body: { name: 'one', body: 'x' }, headers: under('reused') });
  const other = await world.ask('POST', '/v1/templates', {
    body: { name: 'two', body: 'x' },
    headers: under('reused'),
  });
  expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  const elsewhere = await world.ask('POST', '/v1/keys', {
    body: { name: 'k', scopes: ['read'] },
    headers: under('reused'),
  });
  expect(elsewhere.body.code).toBe('idempotency_key_reused');
});

it('sees the same request in fields of another order', async () => {
  const headers = { ...under('order'), 'content-type': 'application/json' };
  const first = await world.ask('POST', '/v1/templates', { raw: '{"name":"ordered","body":"x"}', headers });
  const again = await world.ask('POST', '/v1/templates', { raw: '{"body":"x", "name":"ordered"}', headers });
  expect(first.status).toBe(201);
  expect(again.text).toBe(first.text);
});

it('keeps the keys of two callers apart', async () => {
  const other = await world.keyWith('campaigns:write');
  const body = { name: 'mine', body: 'x' };
  expect((await world.ask('POST', '/v1/templates', { body, headers: under('shared') })).status).toBe(201);
  const theirs = await world.ask('POST', '/v1/templates', { body, key: other, headers: under('shared') });
  expect(theirs.body.code).toBe('template_name_taken');
});

it('frees a key whose request was refused', async () => {
  const bad = await world.ask('POST', '/v1/templates', {
    body: { name: 'free', body: '{{ x' },
    headers: under('free'),
  });
  expect(bad.body.code).toBe('template_invalid');
  const good = await world.ask('POST', '/v1/templates', {
    body: { name: 'free', body: '{{ x }}' },
    headers: under('free'),
  });
  expect(good.status).toBe(201);
});

it('launches once under one key, and repeats the answer', async () => {
  const { campaignId } = await seedCampaign(world.engine, world.test, { contacts: 2, launch: false });
  const launch = () => world.ask('POST', `/v1/campaigns/${campaignId}/launch`, { headers: under('launch') });
  const first = await launch();
  const again = await launch();
  expect(first.body).toMatchObject({ state: 'running', contacts: 2 });
  expect([again.status, again.text]).toEqual([200, first.text]);
});

it('says of a request that was cut off that its outcome is unknown', async () => {
  const body = { name: 'cut', body: 'x' };
  await world.ask('POST', '/v1/templates', { body, headers: under('cut') });
  await world.test.adminDb.execute(
    sql`update idempotency_keys set status = null, answer = null, created_at = outdial_now() - interval '61 seconds' where key = 'cut'`,
  );
  const answer = await world.ask('POST', '/v1/templates', { body, headers: under('cut') });
  expect(answer.body).toMatchObject({ status: 409, code: 'idempotency_outcome_unknown' });
});

it('stores the answer of a new API key sealed', async () => {
  const body = { name: 'sealed', scopes: ['read'] };
  const first = await world.ask('POST', '/v1/keys', { body, headers: under('sealed') });
  const again = await world.ask('POST', '/v1/keys', { body, headers: under('sealed') });
  expect(again.text).toBe(first.text);
  const stored = await firstRow<{ text: string }>(
    world.test.adminDb,
    sql`select answer::text as text from idempotency_keys where key = 'sealed'`,
  );
  expect(stored?.text).toContain('v1.');
  expect(stored?.text).not.toContain(first.field('publicId'));
});

it('refuses an Idempotency-Key that is no visible text', async () => {
  for (const key of [' ', 'a b', 'x'.repeat(201)]) {
    const answer = await world.ask('POST', '/v1/templates', { body: { name: 'z', body: 'x' }, headers: under(key) });
    expect(answer.body).toMatchObject({ status: 400, code: 'idempotency_key_invalid' });
  }
});
