import { sql } from 'drizzle-orm';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authenticate } from '../../../api/auth/authenticate.ts';
import { firstRow } from '../../../db/rows.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

/**
 * Reached without a key, each for its reason: probes, signed callbacks, answers under the token of their call; and the
 * doors by which people come in with a password or a link.
 */
const PUBLIC = new Set([
  'GET /healthz',
  'GET /readyz',
  'POST /v1/webhooks/{provider}/{accountId}',
  'POST /v1/answers',
  'POST /v1/session',
  'GET /v1/invites/{token}',
  'POST /v1/invites/{token}',
]);

const METHODS = { get: 'GET', post: 'POST', patch: 'PATCH', put: 'PUT', delete: 'DELETE' } as const;

function everyRoute(): { method: (typeof METHODS)[keyof typeof METHODS]; path: string }[] {
  return Object.entries(world.app.swagger().paths ?? {}).flatMap(([path, item]) =>
    Object.entries(METHODS).flatMap(([name, method]) => (item && name in item ? [{ method, path }] : [])),
  );
}

const address = (path: string): string =>
  path.replace('{contactId}', '1').replace(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');

it('asks for a key on every route that is not on the public list', async () => {
  const routes = everyRoute();
  expect(routes.length).toBeGreaterThan(50);
  const open: string[] = [];
  for (const { method, path } of routes) {
    const answer = await world.ask(method, address(path), { key: null });
    if (answer.status !== 401) open.push(`${method} ${path}`);
  }
  expect(new Set(open)).toEqual(PUBLIC);
});

it('refuses a key without the scope on every route that is not on the public list', async () => {
  const onlyConsent = await world.keyWith('consent:write');
  const onlyKeys = await world.keyWith('keys:write');
  for (const { method, path } of everyRoute()) {
    if (PUBLIC.has(`${method} ${path}`)) continue;
    const key = path.startsWith('/v1/keys') ? onlyConsent : onlyKeys;
    const answer = await world.ask(method, address(path), { key });
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, 'scope_missing']);
  }
});

it('lets a read key read and nothing else', async () => {
  const key = await world.keyWith('read');
  expect((await world.ask('GET', '/v1/campaigns', { key })).status).toBe(200);
  expect((await world.ask('POST', '/v1/stop-all', { key })).status).toBe(403);
  expect((await world.ask('GET', '/v1/keys', { key })).status).toBe(403);
});

it('does not start when a route says no scope', async () => {
  const app = Fastify();
  authenticate(app, world.engine);
  expect(() => app.get('/forgotten', async () => 'open')).toThrow(/says no scope/);
  await app.close();
});

it('tells a missing key from one that is not known, and says how to get one', async () => {
  const missing = await world.ask('GET', '/v1/accounts', { key: null });
  expect(missing.body).toMatchObject({ status: 401, code: 'key_missing', requestId: expect.any(String) });
  expect(missing.headers['www-authenticate']).toBe('Bearer realm="outdial"');
  const wrong = world.adminKey.slice(0, -1) + (world.adminKey.endsWith('A') ? 'B' : 'A');
  for (const key of [wrong, 'od_short', 'od_000000000000_' + 'x'.repeat(43), "od_' or 1=1 --"]) {
    const refused = await world.ask('GET', '/v1/accounts', { key });
    expect(refused.body.code).toBe('key_unknown');
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
  }
  expect((await world.ask('GET', '/v1/accounts', { key: null, headers: { authorization: 'Basic eA==' } })).status).toBe(
    401,
  );
});

it('refuses an expired and a revoked key', async () => {
  const made = await world.ask('POST', '/v1/keys', { body: { name: 'short', scopes: ['read'], expiresInDays: 1 } });
  const key = made.field('key');
  expect((await world.ask('GET', '/v1/accounts', { key })).status).toBe(200);
  await world.test.adminDb.execute(
    sql`update api_keys set expires_at = outdial_now() where id = ${made.field('keyId')}`,
  );
  expect((await world.ask('GET', '/v1/accounts', { key })).body.code).toBe('key_expired');

  const second = await world.ask('POST', '/v1/keys', { body: { name: 'gone', scopes: ['read'] } });
  expect((await world.ask('DELETE', `/v1/keys/${second.field('keyId')}`)).status).toBe(200);
  expect((await world.ask('GET', '/v1/accounts', { key: second.field('key') })).body.code).toBe('key_revoked');
});

it('stores only a hash of a key and never shows it again', async () => {
  const made = await world.ask('POST', '/v1/keys', { body: { name: 'hashed', scopes: ['read'] } });
  const list = await world.ask('GET', '/v1/keys');
  expect(list.text).not.toContain(made.field('key'));
  const everything = await firstRow<{ text: string }>(
    world.test.adminDb,
    sql`select jsonb_agg(to_jsonb(k))::text || (select jsonb_agg(to_jsonb(a))::text from audit_entries a) as text from api_keys k`,
  );
  expect(everything?.text).not.toContain(made.field('key').slice(-43));
});

it('stamps the last use of a key at most once a minute', async () => {
  const key = await world.keyWith('read');
  const publicId = key.slice(3, 15);
  const lastUse = () =>
    firstRow<{ at: string }>(
      world.test.adminDb,
      sql`select last_used_at::text as at from api_keys where public_id = ${publicId}`,
    );
  await world.ask('GET', '/v1/accounts', { key });
  const first = await lastUse();
  expect(first?.at).toBeTruthy();
  await world.ask('GET', '/v1/accounts', { key });
  expect(await lastUse()).toEqual(first);
  await world.test.adminDb.execute(
    sql`update api_keys set last_used_at = last_used_at - interval '61 seconds' where public_id = ${publicId}`,
  );
  const aged = await lastUse();
  await world.ask('GET', '/v1/accounts', { key });
  expect(await lastUse()).not.toEqual(aged);
});

it('lets no key give a scope that it does not hold', async () => {
  const key = await world.keyWith('keys:write', 'read');
  const beyond = await world.ask('POST', '/v1/keys', { key, body: { name: 'more', scopes: ['read', 'admin'] } });
  expect(beyond.body).toMatchObject({ status: 403, code: 'scope_beyond_own', beyond: ['admin'] });
  expect((await world.ask('POST', '/v1/keys', { key, body: { name: 'less', scopes: ['read'] } })).status).toBe(201);
});

it('answers an unknown address with 404 whether a key is given or not', async () => {
  for (const key of [null, world.adminKey]) {
    expect((await world.ask('GET', '/v1/nothing', { key })).body).toMatchObject({ status: 404, code: 'no_such_route' });
  }
});
