import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi({ api: { limits: { bodyBytes: 64 * 1024 } } });
});
afterAll(() => world.close());

const NOBODY = '01900000-0000-7000-8000-000000000000';
const json = { 'content-type': 'application/json' };

it('says of malformed, empty and oversize JSON what it is', async () => {
  for (const raw of ['{"name": "x"', '{name: 1}', 'null,', '\u0000', '{"a":1}}']) {
    const answer = await world.ask('POST', '/v1/templates', { raw, headers: json });
    expect(answer.body).toMatchObject({ status: 400, code: 'json_malformed' });
  }
  expect((await world.ask('POST', '/v1/templates', { raw: '', headers: json })).body.code).toBe('body_empty');
  const long = await world.ask('POST', '/v1/templates', { body: { name: 'x', body: 'y'.repeat(70_000) } });
  expect(long.body).toMatchObject({ status: 413, code: 'body_too_large' });
  const text = await world.ask('POST', '/v1/templates', { raw: 'a=b', headers: { 'content-type': 'text/yaml' } });
  expect(text.body).toMatchObject({ status: 415, code: 'media_type_unsupported' });
});

it('answers an address that cannot be decoded like any other problem', async () => {
  expect((await world.ask('GET', '/v1/%zz')).body).toMatchObject({ status: 400, code: 'url_malformed' });
  expect((await world.ask('GET', `/v1/campaigns/${'x'.repeat(300)}`)).body.code).toBe('no_such_route');
});

it('refuses prototype poisoning', async () => {
  const raw = '{"name":"a","body":"b","__proto__":{"admin":true}}';
  expect((await world.ask('POST', '/v1/templates', { raw, headers: json })).status).toBe(400);
});

it('points at wrong types, missing fields and unknown fields', async () => {
  const wrong = await world.ask('POST', '/v1/templates', { body: { name: 5, body: 'x' } });
  expect(wrong.body).toMatchObject({ status: 400, code: 'request_invalid', errors: [{ pointer: '/name' }] });
  const missing = await world.ask('POST', '/v1/templates', { body: { name: 'a' } });
  expect(missing.body).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/body' }] });
  const unknown = await world.ask('POST', '/v1/templates', { body: { name: 'a', body: 'b', colour: 'red' } });
  expect(unknown.body.code).toBe('request_invalid');
  expect(unknown.text).toContain('colour');
  expect((await world.ask('POST', '/v1/templates', { body: [1] })).body.code).toBe('request_invalid');
  expect((await world.ask('GET', '/v1/campaigns?colour=red')).body.code).toBe('request_invalid');
  expect((await world.ask('GET', '/v1/campaigns?limit=501')).body.code).toBe('request_invalid');
  expect((await world.ask('GET', '/v1/campaigns?cursor=zzz')).body.code).toBe('request_invalid');
  expect((await world.ask('GET', '/v1/campaigns/not-an-id')).body.code).toBe('request_invalid');
  expect((await world.ask('GET', '/v1/contacts/99999999999999999999')).body.code).toBe('request_invalid');
});

it('answers every action on an unknown campaign with 404', async () => {
  for (const action of ['launch', 'pause', 'resume', 'cancel']) {
    const answer = await world.ask('POST', `/v1/campaigns/${NOBODY}/${action}`);
    expect(answer.body).toMatchObject({ status: 404, code: 'unknown_campaign', repair: expect.any(String) });
  }
  for (const view of ['', '/progress', '/estimate', '/contacts', '/attempts', '/export.csv']) {
    expect((await world.ask('GET', `/v1/campaigns/${NOBODY}${view}`)).body.code).toBe('unknown_campaign');
  }
  const changed = await world.ask('PATCH', `/v1/campaigns/${NOBODY}/settings`, { body: { maxAttempts: 2 } });
  expect(changed.body.code).toBe('unknown_campaign');
});

it('answers what is asked of unknown things with 404 and the name of the thing', async () => {
  const cases: ['GET' | 'POST' | 'DELETE', string, string, unknown?][] = [
    ['GET', `/v1/imports/${NOBODY}`, 'unknown_import'],
    ['GET', `/v1/imports/${NOBODY}/problems`, 'unknown_import'],
    ['GET', `/v1/imports/${NOBODY}/rejects.csv`, 'unknown_import'],
    ['POST', `/v1/imports/${NOBODY}/cancel`, 'unknown_import'],
    ['GET', '/v1/contacts/999999999', 'unknown_contact'],
    ['GET', '/v1/contacts/999999999/explain', 'unknown_contact'],
    ['GET', `/v1/attempts/${NOBODY}`, 'unknown_attempt'],
    ['POST', `/v1/attempts/${NOBODY}/resolve`, 'unknown_attempt', { dialled: true, reason: 'x' }],
    ['GET', `/v1/accounts/${NOBODY}`, 'unknown_account'],
    ['POST', `/v1/accounts/${NOBODY}/check`, 'unknown_account'],
    ['POST', `/v1/accounts/${NOBODY}/stop`, 'unknown_account'],
    ['POST', '/v1/ledger/topups', 'unknown_account', { accountId: NOBODY, amountMicros: 1 }],
    ['POST', `/v1/numbers/${NOBODY}/release`, 'unknown_number'],
    ['POST', `/v1/suppressions/${NOBODY}/lift`, 'unknown_suppression', { reason: 'x' }],
    ['POST', `/v1/orders/${NOBODY}/resolve`, 'unknown_order', { happened: true, reason: 'x' }],
    ['DELETE', `/v1/keys/${NOBODY}`, 'unknown_key'],
  ];
  for (const [method, url, code, body] of cases) {
    const answer = await world.ask(method, url, body === undefined ? {} : { body });
    expect([url, answer.status, answer.body.code]).toEqual([url, 404, code]);
  }
});

it('refuses what the state of a campaign does not allow, and says which state it is', async () => {
  const draft = await seedCampaign(world.engine, world.test, { contacts: 1, launch: false });
  const to = (action: string) => world.ask('POST', `/v1/campaigns/${draft.campaignId}/${action}`);
  expect((await to('pause')).body).toMatchObject({ status: 409, code: 'campaign_not_launched', state: 'draft' });
  expect((await to('resume')).body.code).toBe('campaign_not_launched');
  expect((await to('launch')).body).toMatchObject({ state: 'running', contacts: 1 });
  expect((await to('launch')).body).toMatchObject({ status: 409, code: 'campaign_already_launched' });
  expect((await to('cancel')).body).toMatchObject({ state: 'cancelled', inFlight: 0, mayStillBegin: 0 });
  expect((await to('cancel')).status).toBe(200);
  for (const action of ['resume', 'launch', 'pause']) {
    expect((await to(action)).body).toMatchObject({
      status: 409,
      code: 'campaign_cancelled',
      repair: expect.any(String),
    });
  }
  const changed = await world.ask('PATCH', `/v1/campaigns/${draft.campaignId}/settings`, { body: { maxAttempts: 2 } });
  expect(changed.body.code).toBe('campaign_cancelled');
});

it('launches once when asked twenty times at once', async () => {
  const draft = await seedCampaign(world.engine, world.test, { contacts: 1, launch: false });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.ask('POST', `/v1/campaigns/${draft.campaignId}/launch`)),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
});

it('keeps SQL, stacks and paths out of an internal error, and gives its request id', async () => {
  const broken = await openApi({
    engine: { telephonyFor: () => Promise.reject(new Error('select secret from /etc')) },
  });
  const seeded = await seedCampaign(world.engine, world.test, { contacts: 1 });
  expect(seeded.accountId).toBeTruthy();
  const made = await broken.ask('POST', '/v1/accounts', {
    body: { name: 'a', provider: 'cartesia', mode: 'SIMULATED', baseUrl: 'http://127.0.0.1:1', apiKey: 'k' },
  });
  const answer = await broken.ask('POST', `/v1/accounts/${made.field('accountId')}/check`, {
    headers: { 'x-request-id': 'seen-7' },
  });
  expect(answer.body).toMatchObject({ status: 500, code: 'internal_error', requestId: 'seen-7' });
  expect(answer.text).not.toContain('secret');
  expect(answer.headers['x-request-id']).toBe('seen-7');
  expect(answer.headers['content-type']).toContain('application/problem+json');
  await broken.close();
});

it('slows a key down that asks too fast, and no other', async () => {
  const small = await openApi({ api: { limits: { requestsPerMinute: 5 } } });
  const other = await small.keyWith('read');
  for (let n = 0; n < 5; n++) expect((await small.ask('GET', '/v1/accounts')).status).toBe(200);
  const refused = await small.ask('GET', '/v1/accounts');
  expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(refused.headers['retry-after']).toBeTruthy();
  expect((await small.ask('GET', '/v1/accounts', { key: other })).status).toBe(200);
  expect((await small.ask('GET', '/healthz', { key: null })).status).toBe(200);
  await small.close();
});
