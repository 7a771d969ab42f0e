import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { runImport } from '../../../engine/importing/run-import.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let accountId: string;
let numberId: string;
beforeAll(async () => {
  world = await openApi({
    telephony: {
      listNumbers: async () => [{ providerRef: 'num_1', phone: '+12125550100', label: 'Main', active: true }],
    },
  });
  const account = await world.ask('POST', '/v1/accounts', {
    body: {
      name: 'sim',
      provider: 'agentnumber',
      mode: 'SIMULATED',
      baseUrl: 'http://127.0.0.1:9/',
      apiKey: 'an_live_secret',
    },
  });
  accountId = account.field('accountId');
  await world.ask('POST', '/v1/numbers/sync', { body: { accountId } });
  const number = await firstRow<{ id: string }>(
    world.test.db,
    sql`select id from numbers where account_id = ${accountId}`,
  );
  numberId = number?.id ?? '';
});
afterAll(() => world.close());

async function importList(csv: string): Promise<string> {
  const sent = await world.ask('POST', '/v1/imports?country=US', { raw: csv, headers: { 'content-type': 'text/csv' } });
  await runImport(world.engine, sent.field('importId'));
  return sent.field('importId');
}

const sms = (text: string) => ({ channel: 'sms', accountId, numberId, text });
/** Of a purpose that no rule of law is about, where a trial says nothing else. */
const create = (body: { settings: object; [field: string]: unknown }) =>
  world.ask('POST', '/v1/campaigns', { body: { ...body, settings: { purpose: 'emergency', ...body.settings } } });

it('goes from a list to a running campaign and back, every step answered with what it did', async () => {
  const importId = await importList('phone,name,zip\n2125550111,Ann,1\n2125550112,Ben,2\n2125550113,Cem,3\n');
  const made = await create({
    name: 'March',
    settings: { steps: [sms('Hi {{ name }}')], budgetMicros: 1_000_000, pacePerSecond: 2 },
    importIds: [importId],
  });
  expect(made.status).toBe(201);
  const campaign = `/v1/campaigns/${made.field('campaignId')}`;
  expect((await world.ask('GET', `${campaign}/estimate`)).body).toEqual({
    contacts: 3,
    notDialled: 0,
    worstCaseMicros: 3 * 3 * 20_000,
    oneRoundMicros: 3 * 20_000,
    firstHoldMicros: 20_000,
  });

  const broke = await world.ask('POST', `${campaign}/launch`);
  expect(broke.body).toMatchObject({
    status: 409,
    code: 'credit_too_low',
    shortMicros: 20_000,
    repair: expect.any(String),
  });
  const paid = await world.ask('POST', '/v1/ledger/topups', { body: { accountId, amountMicros: 500_000 } });
  expect(paid.body).toEqual({ availableMicros: 500_000, wokenRuns: 0 });

  await world.ask('POST', `/v1/accounts/${accountId}/stop`, { body: { reason: 'maintenance' } });
  const launched = await world.ask('POST', `${campaign}/launch`);
  expect(launched.body).toMatchObject({ state: 'running', contacts: 3, warnings: [{ code: 'account_stopped' }] });
  expect((await world.ask('POST', `/v1/accounts/${accountId}/start`)).body).toEqual({ stopped: false, wokenRuns: 1 });

  const paused = await world.ask('POST', `${campaign}/pause`, { body: { reason: 'lunch' } });
  expect(paused.body).toEqual({ state: 'paused', inFlight: 0, mayStillBegin: 0, lastCanEndAt: null });
  expect((await world.ask('GET', campaign)).body).toMatchObject({
    state: 'paused',
    pausedReason: 'lunch',
    contacts: 3,
    contactsDone: 0,
    imports: [{ id: importId, acceptedRows: 3 }],
  });
  expect((await world.ask('POST', `${campaign}/resume`)).body).toMatchObject({ state: 'running' });
  expect((await world.ask('GET', `${campaign}/progress`)).body).toMatchObject({
    state: 'running',
    contacts: { total: 3, done: 0, byState: { ready: 3, reached: 0 } },
    spentMicros: 0,
    heldMicros: 0,
  });

  const contacts = await world.ask('GET', `${campaign}/contacts?phone=%2B12125550112`);
  expect(contacts.body).toMatchObject({ items: [{ name: 'Ben', phone: '+12125550112', state: 'ready' }] });
  const exported = await world.ask('GET', `${campaign}/export.csv`);
  expect(exported.text.split('\r\n')).toHaveLength(5);
  expect(exported.text).toContain('+12125550111,Ann');
  expect((await world.ask('POST', `${campaign}/cancel`)).body).toMatchObject({ state: 'cancelled' });
});

it('reports every problem of the settings at once, each with its place', async () => {
  const answer = await create({
    name: 'Wrong',
    settings: {
      steps: [
        { channel: 'call', accountId, numberId: '01900000-0000-7000-8000-000000000000', agentRef: 'x', text: 'y' },
      ],
      maxAttempts: 0,
      pacePerSecond: -1,
      hours: { weekly: { mon: [['17:00', '17:00']] } },
      waitSeconds: { answered: 5 },
    },
  });
  expect(answer.body).toMatchObject({ status: 422, code: 'settings_invalid' });
  const problems = Array.isArray(answer.body.problems) ? answer.body.problems : [];
  expect(
    problems.map((problem: { code: string; pointer: string }) => `${problem.pointer} ${problem.code}`).sort(),
  ).toEqual([
    '/hours/weekly/mon/0 hours_empty_window',
    '/maxAttempts out_of_range',
    '/pacePerSecond out_of_range',
    '/steps/0/agentRef agent_not_allowed',
    '/steps/0/numberId unknown_number',
    '/steps/0/text text_not_allowed',
    '/waitSeconds/answered out_of_range',
  ]);
});

it('refuses a list that lacks what the text needs, and takes it with a fallback', async () => {
  const importId = await importList('phone,first\n2125550121,Ann\n2125550122,\n');
  const holes = await create({ name: 'Holes', settings: { steps: [sms('Hi {{ first }}')] }, importIds: [importId] });
  expect(holes.body).toMatchObject({
    status: 422,
    code: 'variables_missing',
    contacts: 1,
    variables: ['first'],
    firstRow: 3,
  });
  const whole = await create({
    name: 'Whole',
    settings: { steps: [sms('Hi {{ first | default: "there" }}')] },
    importIds: [importId],
  });
  expect(whole.status).toBe(201);
  const again = await create({ name: 'Again', settings: { steps: [sms('x')] }, importIds: [importId] });
  expect(again.body).toMatchObject({ status: 409, code: 'import_taken' });
});

it('checks without writing anything on a dry run', async () => {
  const before = await firstRow<{ n: number }>(world.test.db, sql`select count(*)::int as n from campaigns`);
  const dry = await create({ name: 'Dry', settings: { steps: [sms('x')] }, dryRun: true });
  expect(dry.body).toMatchObject({ campaignId: null, settings: { maxAttempts: 3 } });
  expect(await firstRow(world.test.db, sql`select count(*)::int as n from campaigns`)).toEqual(before);
});

it('writes a stored template into the campaign, so that the campaign keeps what it was told', async () => {
  const made = await world.ask('POST', '/v1/templates', { body: { name: 'hello', body: 'Hello {{ name }}' } });
  expect(made.body).toMatchObject({ variables: ['name'] });
  const { text: _text, ...step } = sms('');
  const campaign = await create({ name: 'T', settings: { steps: [{ ...step, template: 'hello' }] } });
  expect(campaign.body).toMatchObject({ settings: { steps: [{ text: 'Hello {{ name }}' }] } });
  const missing = await create({ name: 'T', settings: { steps: [{ ...step, template: 'nope' }] } });
  expect(missing.body.code).toBe('unknown_template');
});

it('plans anew only after a change of what is planned', async () => {
  const importId = await importList('phone\n2125550131\n');
  const made = await create({ name: 'Change', settings: { steps: [sms('x')] }, importIds: [importId] });
  const campaign = `/v1/campaigns/${made.field('campaignId')}`;
  const version = () =>
    firstRow<{ v: number }>(world.test.db, sql`select policy_version as v from runs where id = ${made.field('runId')}`);
  const change = (body: object) => world.ask('PATCH', `${campaign}/settings`, { body });
  expect((await change({ pacePerSecond: 5, maxConcurrent: 7 })).body).toMatchObject({
    replanned: false,
    settings: { pacePerSecond: 5, maxConcurrent: 7, maxAttempts: 3 },
  });
  expect(await version()).toEqual({ v: 1 });
  const pacer = await firstRow(
    world.test.db,
    sql`select max_count, window_ms from pacers where run_id = ${made.field('runId')}`,
  );
  expect(pacer).toEqual({ max_count: 5, window_ms: 1_000 });
  expect((await change({ hours: { weekly: { mon: [['11:00', '12:00']] } } })).body.replanned).toBe(true);
  expect(await version()).toEqual({ v: 2 });
  expect((await change({ maxAttempts: 0 })).body.code).toBe('settings_invalid');
  expect((await change({ budgetMicros: 9_000_000 })).status).toBe(200);
  expect(await change({ budgetMicros: null })).toMatchObject({
    status: 200,
    body: { settings: { budgetMicros: null } },
  });
  await world.ask('POST', `${campaign}/launch`);
  const shape = await change({ steps: [{ channel: 'call', accountId, numberId }] });
  expect(shape.body).toMatchObject({ status: 409, code: 'steps_fixed' });
});

it('refuses to launch what cannot run', async () => {
  const empty = await create({ name: 'Empty', settings: { steps: [sms('x')] } });
  expect((await world.ask('POST', `/v1/campaigns/${empty.field('campaignId')}/launch`)).body.code).toBe('no_list');
  const sent = await world.ask('POST', '/v1/imports', {
    raw: 'phone\n+12125550141\n',
    headers: { 'content-type': 'text/csv' },
  });
  const importId = sent.field('importId');
  const attached = await world.ask('POST', `/v1/campaigns/${empty.field('campaignId')}/imports`, {
    body: { importId },
  });
  expect(attached.body).toEqual({ campaignId: empty.field('campaignId'), importId, warnings: [] });
  expect((await world.ask('POST', `/v1/campaigns/${empty.field('campaignId')}/launch`)).body.code).toBe(
    'import_not_done',
  );
  await runImport(world.engine, importId);
  expect((await world.ask('POST', `/v1/campaigns/${empty.field('campaignId')}/launch`)).body).toMatchObject({
    contacts: 1,
  });
});

it('never gives an account key back', async () => {
  const list = await world.ask('GET', '/v1/accounts');
  expect(list.body.items).toHaveLength(1);
  expect(list.text).not.toContain('an_live_secret');
  expect(list.body).toMatchObject({
    items: [
      {
        mode: 'SIMULATED',
        callbacks: 'polling',
        paces: [
          { channel: 'call', maxCount: 100 },
          { channel: 'sms', maxCount: 500 },
        ],
      },
    ],
  });
});

it('keeps a SIMULATED account on this machine and a LIVE one on https', async () => {
  const add = (mode: string, baseUrl: string) =>
    world.ask('POST', '/v1/accounts', {
      body: { name: `${mode} ${baseUrl}`, provider: 'cartesia', mode, baseUrl, apiKey: 'k' },
    });
  for (const url of [
    'https://api.cartesia.ai',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'ftp://localhost',
    'x',
  ]) {
    expect((await add('SIMULATED', url)).body.code).toBe('base_url_invalid');
  }
  expect((await add('LIVE', 'http://api.cartesia.ai')).body.code).toBe('base_url_invalid');
  expect((await add('LIVE', 'https://api.cartesia.ai/')).status).toBe(201);
});

it('sets rows aside at import that its texts cannot be written for, when the list names the campaign', async () => {
  const made = await create({ name: 'Needs a zip', settings: { steps: [sms('Hi {{ name }} in {{ zip }}')] } });
  const campaignId = made.field('campaignId');
  const sent = await world.ask('POST', `/v1/imports?country=US&campaignId=${campaignId}`, {
    raw: 'phone,name,zip\n2125550191,Ann,1\n2125550192,Ben,\n',
    headers: { 'content-type': 'text/csv' },
  });
  await runImport(world.engine, sent.field('importId'));
  const problems = await world.ask('GET', `/v1/imports/${sent.field('importId')}/problems`);
  expect(problems.body).toMatchObject({ items: [{ rowNumber: 3, code: 'variable_missing', column: 'zip' }] });
});
