import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run, type RunOptions } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const SETTINGS = {
  steps: [{ channel: 'call', accountId: ID, numberId: ID }],
  purpose: 'marketing',
  startsAt: null,
  endsAt: null,
  leftovers: 'roll',
  hours: { weekly: {}, blackoutDates: ['2027-12-24'], holidays: ['gb-england'], skipFederalHolidays: true },
  pacePerSecond: null,
  maxConcurrent: 1,
  maxAttempts: 1,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  expiresAfterSeconds: 1,
  ringingTimeoutSeconds: 1,
  maxCallMinutes: 1,
  personCaps: [{ count: 1, hours: 24 }],
};
const PREVIEW = {
  settings: SETTINGS,
  replanned: true,
  moves: 41_002,
  later: 41_000,
  earlier: 2,
  unchanged: 7,
  ends: { expired_before_window: 12 },
  firstBefore: '2027-01-04T15:00:00.000Z',
  firstAfter: '2027-01-04T18:00:00.000Z',
  until: '2027-01-06T18:00:00.000Z',
  inFlight: 3,
  notPlanned: 0,
  byZone: [
    {
      zones: ['America/Denver', 'America/Phoenix'],
      contacts: 41_021,
      moves: 41_002,
      ends: 12,
      firstBefore: '2027-01-04T15:00:00.000Z',
      firstAfter: null,
      until: null,
    },
  ],
  warnings: [{ code: 'window_never_open', message: '9 of 41,021 contacts can never be contacted.' }],
};
const CHANGED = { settings: SETTINGS, replanned: true, replan: { total: 41_021 }, warnings: [] };
const ADDED = {
  added: [{ date: '2027-12-25', name: 'Christmas' }],
  already: [{ date: '2027-12-24', name: 'Eve' }],
  past: [{ date: '2020-12-25', name: 'Long ago' }],
  skipped: [{ name: 'Party', reason: 'has a time of day: days off are whole days' }],
  blackoutDates: ['2027-12-24', '2027-12-25'],
  preview: null,
  change: { replanned: true, replan: { total: 5 }, warnings: [] },
};

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
const asked = (): string[] => (stub?.requests ?? []).map(({ method, path }) => `${method} ${path.split(ID)[1] ?? ''}`);

async function cli(words: readonly string[], options: RunOptions = {}) {
  const answer = ({ path, method }: Request): StubAnswer | undefined => {
    if (path.endsWith('/settings/preview')) return { body: PREVIEW };
    if (path.endsWith('/settings')) return { body: CHANGED };
    if (path.endsWith('/blackouts') && method === 'POST') return { body: ADDED };
    return undefined;
  };
  stub = await apiStub(answer);
  return await run(['campaign', ...words], { apiUrl: stub.url, apiKey: 'od_test', ...options });
}

it('finds the campaign of every command by its name, and names it by its id', async () => {
  const campaign = {
    id: ID,
    runId: ID,
    name: 'June recall',
    state: 'running',
    contacts: 3,
    contactsDone: 0,
    channels: ['call'],
    byState: { waiting: 3 },
    spentMicros: 0,
    budgetMicros: null,
    currency: 'USD',
    createdAt: '2026-06-10T12:00:00.000Z',
    createdBy: 'x',
    launchedAt: null,
    endedAt: null,
    pausedReason: null,
    pausedBy: null,
    pausedAt: null,
    blockedReason: null,
  };
  stub = await apiStub(({ path, method }) => {
    if (path.endsWith('/settings')) return { body: CHANGED };
    if (path === '/v1/campaigns' && method === 'GET') return { body: { items: [campaign], nextCursor: null } };
    return undefined;
  });
  const options = { apiUrl: stub.url, apiKey: 'od_test' };
  const { code, out } = await run(['campaign', 'settings', 'June recall', '--expires', '1h', '--yes'], options);
  expect(code).toBe(0);
  expect(stub.requests.map(({ method, path }) => `${method} ${path}`)).toContain(`PATCH /v1/campaigns/${ID}/settings`);
  expect(out).toContain(ID);
  const { err } = await run(['review', 'zones', 'July recall'], options);
  expect(err).toContain('There is no campaign "July recall"');
});

describe('a change of settings', () => {
  const change = ['settings', ID, '--expires', '1h'];

  it('shows its effect and changes nothing with --preview', async () => {
    const { code, out } = await cli([...change, '--preview']);
    expect(code).toBe(0);
    expect(out).toContain('41,002 contacts (41,000 later, 2 earlier)');
    expect(out).toContain('12 expired_before_window');
    expect(out).toContain('America/Denver and America/Phoenix');
    expect(out).toContain('Warning: 9 of 41,021');
    expect(asked()).toEqual(['POST /settings/preview']);
  });

  it('asks somebody at a terminal after its effect was shown, and a no changes nothing', async () => {
    const no = await cli(change, { mayAsk: true, stdin: 'n\n' });
    expect(no).toMatchObject({ code: 1, err: expect.stringContaining('41,002 contacts') });
    expect(asked()).toEqual(['POST /settings/preview']);
    await stub?.close();
    const yes = await cli(change, { mayAsk: true, stdin: 'y\n' });
    expect(yes).toMatchObject({ code: 0, out: expect.stringContaining('41,021 of those that wait') });
    expect(asked()).toEqual(['POST /settings/preview', 'PATCH /settings']);
  });

  it.each([
    ['--yes', [...change, '--yes'], { mayAsk: true }],
    ['no terminal', change, { mayAsk: false }],
    ['--json', [...change, '--json'], { mayAsk: true }],
  ])('asks nobody with %s', async (_, words, options) => {
    expect(await cli(words, options)).toMatchObject({ code: 0 });
    expect(asked()).toEqual(['PATCH /settings']);
  });

  it.each([
    ['are kept by hours that say nothing of them', { weekly: { mon: [['10:00', '12:00']] } }, ['2027-12-24']],
    ['go with hours that name none', { weekly: { mon: [['10:00', '12:00']] }, blackoutDates: [] }, []],
  ])('days off %s', async (_, hours, blackoutDates) => {
    const campaign = {
      id: ID,
      runId: ID,
      name: 'June recall',
      state: 'draft',
      contacts: 3,
      contactsDone: 0,
      channels: ['call'],
      byState: {},
      spentMicros: 0,
      budgetMicros: null,
      currency: 'USD',
      createdAt: '2026-06-10T12:00:00.000Z',
      createdBy: 'x',
      launchedAt: null,
      endedAt: null,
      pausedReason: null,
      pausedBy: null,
      pausedAt: null,
      blockedReason: null,
      settings: SETTINGS,
      imports: [],
    };
    stub = await apiStub(({ path }) =>
      path.endsWith('/settings') ? { body: CHANGED } : path.endsWith(ID) ? { body: campaign } : undefined,
    );
    const words = ['campaign', 'settings', ID, '--hours', '-', '--yes'];
    const options = { apiUrl: stub.url, apiKey: 'od_test', stdin: JSON.stringify(hours) };
    expect(await run(words, options)).toMatchObject({ code: 0, err: '' });
    const sent = JSON.parse(stub.requests.find(({ method }) => method === 'PATCH')?.body ?? '');
    expect(sent.hours.blackoutDates).toEqual(blackoutDates);
  });

  it('carries start, end, leftovers and caps, and takes a start back', async () => {
    const when = ['--starts', '2027-03-01T14:00:00+02:00', '--ends', 'none', '--leftovers', 'expire'];
    await cli(['settings', ID, '--yes', ...when, '--person-cap', '3/24h', '--person-cap', '10/30d']);
    expect(JSON.parse(stub?.requests[0]?.body ?? '')).toEqual({
      startsAt: '2027-03-01T14:00:00+02:00',
      endsAt: null,
      leftovers: 'expire',
      personCaps: [
        { count: 3, hours: 24 },
        { count: 10, hours: 720 },
      ],
    });
  });

  it.each([
    [['--starts', 'tomorrow'], '--starts: '],
    [['--starts', '2027-03-01T14:00'], '--starts: '],
    [['--person-cap', '3'], '"3" is no cap'],
    [['--leftovers', 'keep'], '--leftovers: '],
    [['--purpose', 'notice'], '--purpose: '],
  ])('refuses %j before anything is asked', async (words, message) => {
    expect(await cli(['settings', ID, ...words])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
    expect(asked()).toEqual([]);
  });
});

describe('days off', () => {
  it('are sent as what the file is, and each day is told what became of it', async () => {
    const { out } = await cli(['blackouts', 'add', ID, '-', '--order', 'dmy'], { stdin: 'date\n25/12/2027\n' });
    for (const words of ['2027-12-25  Christmas', 'was there', 'past, left out', 'left out: has a time of day']) {
      expect(out).toContain(words);
    }
    expect(stub?.requests[0]?.headers['content-type']).toBe('text/csv');
    expect(stub?.requests[0]?.query.get('order')).toBe('dmy');
    await stub?.close();
    const calendar = await cli(['blackouts', 'add', ID, '-', '--json'], { stdin: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' });
    expect(documentOf(calendar)).toEqual(ADDED);
    expect(stub?.requests[0]?.headers['content-type']).toBe('text/calendar');
  });

  it('are removed several at once', async () => {
    await cli(['blackouts', 'remove', ID, '2027-12-24', '2027-12-25']);
    expect(stub?.requests[0]).toMatchObject({ method: 'DELETE', body: '{"dates":["2027-12-24","2027-12-25"]}' });
  });
});
