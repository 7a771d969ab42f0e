import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const FILE = 'phone\n+12025550123\n+12125550124\n';
const put = (address: string, raw: string, headers: Record<string, string> = { 'content-type': 'text/csv' }) =>
  world.ask('PUT', `/v1/suppression-lists/${address}`, { raw, headers });

describe('a suppression', () => {
  it('is said to one purpose and channel, and shown with it', async () => {
    const body = { phone: '+12025550190', purpose: 'marketing', channel: 'call', evidence: 'asked by letter' };
    expect((await world.ask('POST', '/v1/suppressions', { body })).status).toBe(201);
    // Another scope is another suppression; the same one is there already.
    const wider = await world.ask('POST', '/v1/suppressions', { body: { phone: '+12025550190' } });
    expect(wider.body).toMatchObject({ already: false });
    expect((await world.ask('POST', '/v1/suppressions', { body })).body).toMatchObject({ already: true });
    const { body: list } = await world.ask('GET', '/v1/suppressions?phone=%2B12025550190');
    expect(list['items']).toMatchObject([
      { purpose: '', channel: '', source: 'api', list: null },
      { purpose: 'marketing', channel: 'call', evidence: 'asked by letter' },
    ]);
  });

  it('is found by what it holds for', async () => {
    for (const channel of ['call', 'sms']) {
      await world.ask('POST', '/v1/suppressions', { body: { phone: '+12025550191', channel } });
    }
    const found = async (query: string) =>
      (await world.ask('GET', `/v1/suppressions?phone=12025550191&${query}`)).body['items'];
    expect(await found('channel=sms')).toMatchObject([{ channel: 'sms' }]);
    expect(await found('purpose=marketing')).toHaveLength(2);
    expect(await found('source=list')).toEqual([]);
  });

  it('of a purpose or channel that does not exist is refused', async () => {
    for (const wrong of [{ purpose: 'notice' }, { channel: 'fax' }, { scope: 'all' }]) {
      const answer = await world.ask('POST', '/v1/suppressions', { body: { phone: '+12025550192', ...wrong } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('is imported with a scope', async () => {
    const body = { phones: ['+12025550193', '+12025550194'], channel: 'sms' };
    const answer = await world.ask('POST', '/v1/suppressions/import', { body });
    expect(answer.body).toMatchObject({ added: 2, already: 0 });
    const { body: list } = await world.ask('GET', '/v1/suppressions?phone=12025550194');
    expect(list['items']).toMatchObject([{ channel: 'sms', source: 'import' }]);
  });
});

describe('a list', () => {
  it('is loaded as a stream, shown, and removed with a reason', async () => {
    const loaded = await put('us-dnc?purpose=marketing&channel=call&source=registry&asOf=2026-01-05', FILE);
    expect(loaded.status).toBe(201);
    expect(loaded.body).toMatchObject({ name: 'us-dnc', numbers: 2, added: 2, rowsRejected: 0, already: false });
    const all = await world.ask('GET', '/v1/suppression-lists');
    expect(all.body['items']).toMatchObject([
      { name: 'us-dnc', purpose: 'marketing', channel: 'call', source: 'registry', asOf: '2026-01-05', stale: true },
    ]);
    expect((await world.ask('GET', '/v1/suppression-lists/us-dnc')).body).toMatchObject({
      staleRule: '47 CFR 64.1200(c)(2)(i)(D)',
      loads: [{ state: 'done' }],
    });
    expect((await world.ask('GET', '/v1/suppressions?list=us-dnc')).body['items']).toHaveLength(2);
    const bare = await world.ask('DELETE', '/v1/suppression-lists/us-dnc', { body: {} });
    expect(bare.status).toBe(400);
    const removed = await world.ask('DELETE', '/v1/suppression-lists/us-dnc', { body: { reason: 'wrong file' } });
    expect(removed.body).toEqual({ name: 'us-dnc', lifted: 2 });
    expect((await world.ask('GET', '/v1/suppressions?list=us-dnc')).body['items']).toEqual([]);
  });

  it('is taken in the national form of a country', async () => {
    const loaded = await put('uk?source=registry&country=GB', '020 7946 0018\n0161 496 0018\n');
    expect(loaded.body).toMatchObject({ numbers: 2 });
  });

  it.each([
    ['bad-name', 'US%20DNC?source=x', FILE, 400],
    ['no source', 'a?purpose=marketing', FILE, 400],
    ['a day that is none', 'a?source=x&asOf=2026-02-30', FILE, 400],
    ['a country that is none', 'a?source=x&country=XX', FILE, 422],
    ['an empty file', 'a?source=x', '\n', 422],
    ['words', 'a?source=x', 'name,town\nAnn,Rome\nBob,Oslo\n', 422],
  ])('is refused for %s', async (_, address, content, status) => {
    const answer = await put(address, content);
    expect(answer.status).toBe(status);
    expect(answer.field('code')).not.toBe('internal');
  });

  it('is no JSON', async () => {
    expect((await put('a?source=x', '{}', { 'content-type': 'application/json' })).status).toBe(415);
  });

  it('needs a key that may write consent', async () => {
    const key = await world.keyWith('read');
    const answer = await world.ask('PUT', '/v1/suppression-lists/a?source=x', {
      raw: FILE,
      key,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.status).toBe(403);
  });

  it('that nobody loaded is not found', async () => {
    expect((await world.ask('GET', '/v1/suppression-lists/nowhere')).status).toBe(404);
    const removed = await world.ask('DELETE', '/v1/suppression-lists/nowhere', { body: { reason: 'x' } });
    expect(removed.status).toBe(404);
  });
});
