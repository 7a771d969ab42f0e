import { afterEach, expect, it } from 'vitest';
import { documentOf, run, type RunOptions } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const ACCOUNT = '01980000-0000-4000-8000-00000000000a';
const NUMBER = '01980000-0000-4000-8000-00000000000b';
const MESSAGE = { channel: 'sms', accountId: ACCOUNT, numberId: NUMBER, text: 'Hi', slot: 0 };
const SETTINGS = {
  purpose: 'informational',
  zone: null,
  hours: { weekly: {}, blackoutDates: ['2027-12-24'], skipFederalHolidays: true },
  languages: ['en'],
  steps: [{ key: '24h-sms', when: { kind: 'before', seconds: 86_400 }, actions: [MESSAGE], afterConfirm: 'stop' }],
  cutoffSeconds: 900,
  lateSeconds: 1_800,
  mergeWithinSeconds: null,
  repeatAfterMoveSeconds: 900,
  answers: { keys: { '1': 'confirm' }, onConfirm: 'stop', onCancel: 'cancel', onReschedule: 'stop', cutoffSeconds: 0 },
  pacePerSecond: null,
  maxConcurrent: 50,
  maxAttempts: 2,
  waitSeconds: {},
  budgetMicros: null,
  dailyCapMicros: null,
  ringingTimeoutSeconds: 30,
  maxCallMinutes: 5,
  personCaps: [{ count: 3, hours: 24 }],
};
const DETAIL = {
  id: ID,
  name: 'clinic',
  runId: ID,
  campaignId: ID,
  state: 'running',
  archivedAt: null,
  version: 3,
  purpose: 'informational',
  steps: ['24h:sms'],
  upcoming: 1_204,
  nextDueAt: '2027-01-04T15:00:00.000Z',
  pausedReason: null,
  pausedBy: null,
  pausedAt: null,
  blockedReason: null,
  createdBy: 'key:1',
  createdAt: '2027-01-01T00:00:00.000Z',
};
const COUNTS = { unchanged: 4, moved: 41_002, reworded: 0, added: 0, removed: 7, skipped: 0 };
const CHANGED = {
  programmeId: ID,
  version: 4,
  settings: SETTINGS,
  changed: true,
  replanned: true,
  replan: { total: 41_013 },
  effect: {
    appointments: 41_013,
    complete: true,
    steps: { '24h-sms': COUNTS },
    examples: [
      {
        externalId: 'visit 1',
        key: '24h-sms',
        change: 'moved',
        before: '2027-01-04T15:00:00.000Z',
        after: '2027-01-03T15:00:00.000Z',
        reason: 'closed_day',
      },
    ],
  },
  requiredVariables: [],
  warnings: [],
};
const NUMBERS = {
  items: [
    {
      id: NUMBER,
      accountId: ACCOUNT,
      accountName: 'main',
      providerRef: 'num_1',
      phone: '+12025550100',
      label: null,
      agentRef: null,
      agentName: null,
      status: 'active',
      syncedAt: null,
    },
  ],
};

function answers({ method, path, query }: Request): StubAnswer | undefined {
  if (path === '/v1/numbers') return { body: NUMBERS };
  if (method === 'POST' && path === '/v1/programmes') {
    const made = { programmeId: ID, runId: ID, campaignId: ID, version: 1, settings: SETTINGS };
    return { status: 201, body: { ...made, requiredVariables: ['room'], warnings: [] } };
  }
  if (path === '/v1/programmes') return { body: { items: [DETAIL], nextCursor: null } };
  if (method === 'GET') return { body: { ...DETAIL, settings: SETTINGS, requiredVariables: [] } };
  if (method === 'PATCH') return { body: query.get('dryRun') === 'true' ? { ...CHANGED, version: 3 } : CHANGED };
  return undefined;
}

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function outdial(words: readonly string[], options: RunOptions = {}) {
  stub ??= await apiStub(answers);
  return await run(['programmes', ...words], { apiUrl: stub.url, apiKey: 'od_test', ...options });
}
const sent = (method: string): unknown[] =>
  (stub?.requests ?? []).flatMap((request) => (request.method === method ? [JSON.parse(request.body)] : []));
const patches = (): (string | null)[] =>
  (stub?.requests ?? []).flatMap(({ method, query }) => (method === 'PATCH' ? [query.get('dryRun')] : []));

it('lists programmes when nothing else is said', async () => {
  const { code, out } = await outdial([]);
  expect(code).toBe(0);
  expect(out).toContain('clinic');
  expect(out).toContain('24h:sms');
  expect(out).toContain('1,204');
});

it('creates one from short steps, with the number looked up and a text of its own for one step', async () => {
  const { code, out } = await outdial([
    'create',
    'clinic',
    '--purpose',
    'informational',
    '--steps',
    '24h:sms, 2h:call>10m:sms',
    '--number',
    '+1 202 555 0100',
    '--text',
    'Soon',
    '--step-text',
    '24h-sms=Tomorrow',
    '--agent',
    'agent_1',
    '--zone',
    'recipient',
    '--cutoff',
    '20m',
    '--merge',
    'none',
    '--keypad',
    '1=confirm',
    '--on-confirm',
    'continue',
  ]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('must bring along: room') });
  const by = { accountId: ACCOUNT, numberId: NUMBER };
  expect(sent('POST')).toEqual([
    {
      name: 'clinic',
      settings: {
        purpose: 'informational',
        zone: null,
        cutoffSeconds: 1_200,
        mergeWithinSeconds: null,
        answers: { keys: { '1': 'confirm' }, onConfirm: 'continue' },
        steps: [
          { short: '24h:sms', sms: { ...by, text: 'Tomorrow' } },
          { short: '2h:call>10m:sms', call: { ...by, agentRef: 'agent_1' }, sms: { ...by, text: 'Soon' } },
        ],
      },
    },
  ]);
});

it.each([
  [['create', 'clinic', '--purpose', 'informational'], '--steps is missing'],
  [['create', 'clinic', '--steps', '24h:sms'], '--number is missing'],
  [['create', 'clinic', '--steps', '24h:sms', '--number', '+12025550100', '--text', 'x'], '--purpose is missing'],
  [
    ['create', 'clinic', '--steps', '24h:sms', '--number', '+12025550100', '--step-text', '2h-sms=x'],
    'there is no step "2h-sms" among 24h:sms',
  ],
  [['change', 'clinic', '--step-text', '2h-sms=x'], 'there is no step "2h-sms" among 24h-sms'],
  [['change', 'clinic'], 'Say what changes'],
  [['change', 'clinic', '--keypad', '1=perhaps'], '--keypad'],
  [['change', 'clinic', '--merge', 'soon'], '"soon" is no duration'],
])('says what is missing or wrong: %s', async (words, message) => {
  const { code, err } = await outdial(words);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  expect([...sent('POST'), ...patches()]).toEqual([]);
});

it('shows what a change moves, asks, and makes it of the version that was shown', async () => {
  const change = ['change', 'clinic', '--step-text', '24h:sms=Come'];
  const no = await outdial(change, { mayAsk: true, stdin: 'n\n' });
  expect(no).toMatchObject({ code: 1, err: expect.stringContaining('41,002') });
  expect(no.err).toContain('moved (closed_day)');
  expect(patches()).toEqual(['true']);
  const yes = await outdial(change, { mayAsk: true, stdin: 'y\n' });
  expect(yes).toMatchObject({ code: 0, out: expect.stringContaining('version 4. 41,013 messages are planned again') });
  expect(patches()).toEqual(['true', 'true', null]);
  expect(sent('PATCH').at(-1)).toEqual({
    settings: { steps: [{ ...SETTINGS.steps[0], actions: [{ ...MESSAGE, text: 'Come' }] }] },
    expectedVersion: 3,
  });
});

it('makes a change at once with --yes, and only shows it with --dry-run', async () => {
  const change = ['change', 'clinic', '--cutoff', '1h'];
  expect((await outdial([...change, '--dry-run'])).out).toContain('41,002');
  expect(patches()).toEqual(['true']);
  expect((await outdial([...change, '--yes'], { mayAsk: true })).code).toBe(0);
  expect(patches()).toEqual(['true', null]);
});

it('keeps the days off of a programme whose hours change by a file that says nothing of them', async () => {
  expect((await outdial(['change', 'clinic', '--hours', 'default', '--yes'])).code).toBe(0);
  expect(sent('PATCH')).toMatchObject([{ settings: { hours: { blackoutDates: ['2027-12-24'] } }, expectedVersion: 3 }]);
});

it('prints one document with --json', async () => {
  expect(documentOf(await outdial(['show', 'clinic', '--json']))).toMatchObject({ name: 'clinic', version: 3 });
  expect(documentOf(await outdial(['change', 'clinic', '--late', '1h', '--json']))).toMatchObject({ version: 4 });
});
