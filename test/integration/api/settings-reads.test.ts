import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLaw } from '../../../data/load-law.ts';
import { acceptAll } from '../../support/ledger-steps.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, join, signInAs } from './people-world.ts';

let world: ApiWorld;
let accountId = '';
beforeAll(async () => {
  world = await openApi({ engine: { law: loadLaw() } });
  const body = { name: 'Main', provider: 'agentnumber', mode: 'LIVE', apiKey: 'k', paces: [] };
  accountId = (await world.ask('POST', '/v1/accounts', { body })).field('accountId');
});
afterAll(() => world.close());

const itemsOf = (body: Record<string, unknown>): Record<string, unknown>[] => {
  const { items } = body;
  if (!Array.isArray(items)) throw new Error('no items');
  return items;
};

describe('PATCH /v1/accounts/:id', () => {
  it('changes what is named and leaves the rest; null takes the cap away', async () => {
    const change = (body: object) => world.ask('PATCH', `/v1/accounts/${accountId}`, { body });
    const account = async () => (await world.ask('GET', `/v1/accounts/${accountId}`)).body;
    expect((await change({ dailyCapMicros: 5_000_000 })).status).toBe(200);
    expect(await account()).toMatchObject({ name: 'Main', dailyCapMicros: 5_000_000, maxConcurrentCalls: 10 });
    expect((await change({ dailyCapMicros: null, maxConcurrentCalls: 3 })).status).toBe(200);
    expect(await account()).toMatchObject({ dailyCapMicros: null, maxConcurrentCalls: 3 });
    const trail = itemsOf((await world.ask('GET', '/v1/audit?action=account.change')).body);
    expect(trail[0]).toMatchObject({
      details: { before: { maxConcurrentCalls: 10 }, after: { maxConcurrentCalls: 3 } },
    });
  });
  it('refuses a name that is taken, an account that is not there, and a key without the scope', async () => {
    await world.ask('POST', '/v1/accounts', {
      body: { name: 'Other', provider: 'cartesia', mode: 'LIVE', apiKey: 'k' },
    });
    const taken = await world.ask('PATCH', `/v1/accounts/${accountId}`, { body: { name: 'Other' } });
    expect([taken.status, taken.field('code')]).toEqual([409, 'account_name_taken']);
    const none = await world.ask('PATCH', `/v1/accounts/${crypto.randomUUID()}`, { body: { name: 'X' } });
    expect(none.field('code')).toBe('unknown_account');
    const key = await world.keyWith('read', 'campaigns:write');
    expect((await world.ask('PATCH', `/v1/accounts/${accountId}`, { body: { name: 'X' }, key })).status).toBe(403);
  });
});

describe('GET /v1/ledger/balances', () => {
  it('says what the UTC day that runs has cost, not the days before', async () => {
    await world.test.adminDb.execute(sql`
      insert into spend_days (credit_account_id, day, spent_micros)
      select id, day, micros from credit_accounts,
        (values ((outdial_now() at time zone 'UTC')::date, 70), ((outdial_now() at time zone 'UTC')::date - 1, 900)) as v (day, micros)
      where account_id = ${accountId} and kind = 'available'`);
    const own = itemsOf((await world.ask('GET', '/v1/ledger/balances')).body).find(({ id }) => id === accountId);
    expect(own).toMatchObject({ spentTodayMicros: 70, dailyCapMicros: null });
  });
});

describe('GET /v1/rules', () => {
  it('lists every rule with whether it is in force today, and since when the rules are adopted', async () => {
    const { rules, files, adopted, current } = (await world.ask('GET', '/v1/rules')).body;
    if (!Array.isArray(rules)) throw new Error('no rules');
    expect(rules.find(({ id }) => id === 'us-fl-hours')).toMatchObject({
      jurisdiction: 'US-FL',
      inForce: true,
      hours: { mon: [['08:00', '20:00']] },
    });
    expect(rules).toHaveLength(loadLaw().rules.length);
    expect(files).toContainEqual({ name: 'us.json', version: loadLaw().versions['us.json'] });
    expect([adopted, current]).toEqual([[], true]);
  });
});

describe('POST /v1/templates/preview', () => {
  const preview = async (body: string, values = {}) =>
    (await world.ask('POST', '/v1/templates/preview', { body: { body, values } })).body;
  it('writes the text with the values, and the names of those that are missing', async () => {
    expect(await preview('Hello {{ name }}, {{ day }}', { name: 'Ada' })).toMatchObject({
      variables: ['day', 'name'],
      text: 'Hello Ada, [day]',
      problem: null,
      sms: { segments: 1, encoding: 'GSM-7', unicodeCharacters: [] },
    });
  });
  it('counts segments, and names what forces the costlier encoding', async () => {
    expect(await preview(`${'a'.repeat(70)}—`)).toMatchObject({
      sms: { segments: 2, encoding: 'UCS-2', unicodeCharacters: ['—'] },
    });
  });
  it('says what cannot be read instead of failing', async () => {
    expect(await preview('Hello {{ name')).toMatchObject({ text: null, sms: null, problem: expect.any(String) });
  });
});

describe('GET /v1/consents/events', () => {
  it('lists what was recorded of everybody, newest first, page by page', async () => {
    const consent = (phone: string) => ({ phone, consentClass: 'express', method: 'paper', happenedAt: '2026-01-02' });
    const body = { items: [consent('+12025550101'), consent('+12025550102')] };
    await world.ask('POST', '/v1/consents', { body });
    await world.ask('POST', '/v1/consents/revoke', { body: { phone: '+12025550101', reason: 'by letter' } });
    const first = (await world.ask('GET', '/v1/consents/events?limit=1')).body;
    expect(itemsOf(first)).toMatchObject([{ kind: 'revoked', phone: '+12025550101' }]);
    const next = (await world.ask('GET', `/v1/consents/events?cursor=${String(first['nextCursor'])}`)).body;
    expect(itemsOf(next).map(({ kind }) => kind)).toEqual(['given', 'given']);
    const revoked = (await world.ask('GET', '/v1/consents/events?kind=revoked')).body;
    expect(itemsOf(revoked)).toHaveLength(1);
  });
});

describe('GET /v1/numbers/use', () => {
  it('tells which campaigns send from a number, and counts its attempts and those that failed', async () => {
    const {
      numberId,
      accountId: account,
      campaignId,
      runId,
      contactIds,
    } = await seedCampaign(world.engine, world.test, {
      contacts: 3,
    });
    const [first] = contactIds;
    await world.test.adminDb.execute(sql`
      insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, cause,
        sender, lease_until, granted_at, due_at, closes_at, expires_at, policy_version, hold_micros)
      select ${runId}, ${first}, 1, ${account}, ${numberId}, 0, n, 'call', 12125550100, state, cause, ${runId}, now(), now(),
        now(), now(), now(), 1, 0
      from (values (1, 'DISPOSED', 'busy'), (2, 'DISPOSED', null), (3, 'VOID', null)) as v (n, state, cause)`);
    const found = (await world.ask('GET', '/v1/numbers/use')).body;
    // What was never sent says nothing about the number.
    expect(found['lookedAt']).toBe(2);
    expect(itemsOf(found)).toEqual([
      {
        numberId,
        campaigns: [{ id: campaignId, programmeId: null, name: 'trial', state: 'running' }],
        attempts: 2,
        failed: 1,
      },
    ]);
  });
});

describe('GET /v1/ledger/entries', () => {
  it('lists what is held now page by page and as CSV, and refuses a cursor of lines there', async () => {
    const seeded = await seedCampaign(world.engine, world.test, { contacts: 3 });
    await acceptAll(world.engine, seeded.runId);
    const of = `accountId=${seeded.accountId}&kind=hold`;
    const first = (await world.ask('GET', `/v1/ledger/entries?${of}&limit=2`)).body;
    const next = (await world.ask('GET', `/v1/ledger/entries?${of}&cursor=${String(first['nextCursor'])}`)).body;
    const held = [...itemsOf(first), ...itemsOf(next)];
    expect(held).toHaveLength(3);
    expect(held[0]).toMatchObject({ id: null, kind: 'hold', from: 'available', to: 'held', releasedMicros: null });
    const csv = (await world.ask('GET', `/v1/ledger/entries.csv?${of}`)).text.split('\r\n');
    expect(csv[0]).toMatch(/,held_micros,released_micros$/);
    expect(csv.slice(1, -1).map((line) => line.split(',')[7])).toEqual(held.map(({ attemptId }) => attemptId));
    const refused = await world.ask('GET', `/v1/ledger/entries?${of}&cursor=12`);
    expect([refused.status, refused.field('code')]).toEqual([422, 'bad_cursor']);
    expect((await world.ask('GET', '/v1/ledger/entries?cursor=x')).field('detail')).toContain('begin anew');
  });
});

describe('sessions of one person', () => {
  it('are listed and ended by that person alone, and the hash opens nothing', async () => {
    const ana = await join(world, 'first', 'ana@example.org');
    const vera = await join(world, 'viewer', 'vera@example.org');
    const list = async () => itemsOf((await ana.ask('GET', '/v1/session/others')).body);
    const before = (await list()).map(({ id }) => id);
    const second = await signInAs(world, 'ana@example.org');
    const seen = await list();
    expect(seen.filter(({ isThis }) => isThis)).toHaveLength(1);
    const [added, ...more] = seen.filter(({ id }) => !before.includes(id));
    expect([added?.['isThis'], more]).toEqual([false, []]);
    const other = String(added?.['id']);
    expect((await browser(world, other).ask('GET', '/v1/session')).status).toBe(401);

    expect((await vera.ask('DELETE', `/v1/session/others/${other}`)).body).toEqual({ ended: 0 });
    expect((await second.ask('GET', '/v1/session')).status).toBe(200);
    expect((await ana.ask('DELETE', `/v1/session/others/${other}`)).body).toEqual({ ended: 1 });
    expect((await second.ask('GET', '/v1/session')).status).toBe(401);
    expect((await list()).map(({ id }) => id)).not.toContain(other);
    expect((await world.ask('GET', '/v1/session/others')).status).toBe(401);
  });
});
