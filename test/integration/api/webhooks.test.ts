import { sql } from 'drizzle-orm';
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../db/rows.ts';
import { InboxOverloadedError } from '../../../engine/folding/inbox.ts';
import { createTelephonyOf } from '../../../providers/telephony-of.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const SECRET = randomBytes(32).toString('hex');
const adapters = createTelephonyOf();
const agentNumber = adapters.telephonyOf({
  id: 'test',
  provider: 'agentnumber',
  mode: 'SIMULATED',
  baseUrl: 'http://127.0.0.1:9/api/v0',
  apiKey: 'an_live_0',
  details: {},
});

let world: ApiWorld;
let url: string;
beforeAll(async () => {
  world = await openApi({
    telephony: { parseWebhook: (incoming, secrets) => agentNumber.parseWebhook(incoming, secrets) },
  });
  const { accountId } = await seedCampaign(world.engine, world.test, { contacts: 1 });
  await world.test.db.execute(
    sql`update provider_accounts set webhook_secret_sealed = ${world.engine.secrets.seal(SECRET)} where id = ${accountId}`,
  );
  url = `/v1/webhooks/agentnumber/${accountId}`;
});
afterAll(async () => {
  await world.close();
  await adapters.close();
});

const post = (raw: string | Buffer, secret: string | null = SECRET, to = url) =>
  world.ask('POST', to, {
    raw,
    key: null,
    headers: {
      'content-type': 'application/json',
      ...(secret === null ? {} : { 'x-agentnumber-signature': createHmac('sha256', secret).update(raw).digest('hex') }),
    },
  });

const ended = (callId: string) =>
  JSON.stringify({
    event: 'call.ended',
    data: { call_id: callId, direction: 'outbound', duration: 61, cost_cents: 10, ended_reason: 'customer-ended-call' },
    timestamp: '2026-11-24T15:00:00.000Z',
  });

const stored = (callId: string) =>
  rows<{ state: string; raw: unknown }>(
    world.test.db,
    sql`select state, raw from provider_events where fact ->> 'providerRef' = ${callId}`,
  );

it('stores a signed callback before it answers, and once however often it comes', async () => {
  const body = ended('call_once');
  for (let times = 0; times < 3; times++) expect((await post(body)).status).toBe(200);
  const events = await stored('call_once');
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ state: 'new', raw: { event: 'call.ended' } });
});

it('refuses a forged, an unsigned and an altered callback, and stores nothing of them', async () => {
  const body = ended('call_forged');
  for (const answer of [await post(body, 'another secret'), await post(body, null)]) {
    expect(answer.body).toMatchObject({ status: 401, code: 'signature_invalid' });
  }
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  const altered = await world.ask('POST', url, {
    raw: body.replace('10', '11'),
    key: null,
    headers: { 'content-type': 'application/json', 'x-agentnumber-signature': signature },
  });
  expect(altered.status).toBe(401);
  expect(await stored('call_forged')).toEqual([]);
});

it('keeps what is signed and not understood for a person, and answers 200', async () => {
  for (const body of ['not json at all', '{"event":', '[]', '{"event":"call.ended"}']) {
    expect((await post(body)).status).toBe(200);
  }
  const kept = await rows<{ raw: unknown }>(
    world.test.db,
    sql`select raw from provider_events where state = 'quarantined' order by id`,
  );
  expect(kept.length).toBeGreaterThanOrEqual(3);
  expect(kept[0]?.raw).toBe('not json at all');
});

it('answers 404 at an address of no account, whatever it looks like', async () => {
  const nobody = '01900000-0000-7000-8000-000000000000';
  for (const to of [
    `/v1/webhooks/agentnumber/${nobody}`,
    '/v1/webhooks/agentnumber/x',
    url.replace('agentnumber', 'acme'),
  ]) {
    expect((await post(ended('call_x'), SECRET, to)).body).toMatchObject({ status: 404, code: 'unknown_account' });
  }
  // The right account at the wrong provider is no account either.
  expect((await post(ended('call_x'), SECRET, url.replace('agentnumber', 'cartesia'))).status).toBe(404);
});

it('believes a new secret at once, and the old one no longer than a few seconds', async () => {
  const { accountId } = await seedCampaign(world.engine, world.test, { contacts: 1 });
  const own = `/v1/webhooks/agentnumber/${accountId}`;
  const set = (secret: string) =>
    world.test.db.execute(
      sql`update provider_accounts set webhook_secret_sealed = ${world.engine.secrets.seal(secret)} where id = ${accountId}`,
    );
  await set('first secret');
  expect((await post(ended('call_a'), 'first secret', own)).status).toBe(200);
  await set('second secret');
  expect((await post(ended('call_b'), 'second secret', own)).status).toBe(200);
  expect((await post(ended('call_c'), 'first secret', own)).status).toBe(401);
});

it('suppresses a person whose text is a stop word before it answers', async () => {
  const body = JSON.stringify({
    event: 'sms.received',
    data: { message_id: 'msg_stop', from: '+12125559999', to: '+12125550100', body: ' Stop. ' },
    timestamp: '2026-11-24T15:00:00.000Z',
  });
  expect((await post(body)).status).toBe(200);
  const no = await firstRow(
    world.test.db,
    sql`select id from suppressions where phone = 12125559999 and source = 'sms' and lifted_at is null`,
  );
  expect(no).toBeTruthy();
});

it('asks the provider to come again under overload, and never blames it', async () => {
  const full = await openApi({
    telephony: { parseWebhook: (incoming, secrets) => agentNumber.parseWebhook(incoming, secrets) },
    api: { inbox: { receive: () => Promise.reject(new InboxOverloadedError('full')) } },
  });
  const { accountId } = await seedCampaign(full.engine, full.test, { contacts: 1 });
  await full.test.db.execute(
    sql`update provider_accounts set webhook_secret_sealed = ${full.engine.secrets.seal(SECRET)} where id = ${accountId}`,
  );
  const body = ended('call_full');
  const answer = await full.ask('POST', `/v1/webhooks/agentnumber/${accountId}`, {
    raw: body,
    key: null,
    headers: { 'x-agentnumber-signature': createHmac('sha256', SECRET).update(body).digest('hex') },
  });
  expect(answer.body).toMatchObject({ status: 503, code: 'overloaded' });
  expect(answer.headers['retry-after']).toBeTruthy();
  await full.close();
});

it('takes three hundred callbacks at once', async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => post(ended(`call_many_${n}`))));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const count = await firstRow<{ n: number }>(
    world.test.db,
    sql`select count(*)::int as n from provider_events where fact ->> 'providerRef' like 'call_many_%'`,
  );
  expect(count?.n).toBe(300);
});
