import { afterEach, describe, expect, it } from 'vitest';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';
import { documentOf, run } from '../../support/recording-io.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const OTHER = '01980000-0000-7000-8000-000000000002';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function serve(
  answer: (request: Request) => StubAnswer | undefined,
): Promise<{ apiUrl: string; apiKey: string }> {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const requests = (): Request[] => stub?.requests ?? [];
const LAUNCHED = { state: 'running', contacts: 3, startsAt: null, warnings: [] };

describe('a command that makes no sense', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['campaign', 'launch'], "missing required argument 'campaign'"],
    [['campaign', 'create'], '--name <name> is missing'],
    [['campaign', 'create', '--name', 'x', '--budget', 'a lot'], '--budget: '],
    [['attempts', 'resolve', ID, '--reason', 'r'], 'Give --dialled or --not-dialled'],
    [['campaign', 'export', ID, '--json'], '--json needs --out'],
    [['accounts', 'list', '--no-such-flag'], "unknown option '--no-such-flag'"],
  ])('%j ends with 2 and says why', async (words, reason) => {
    const { code, err } = await run(words);
    expect(err).toContain(reason);
    expect(code).toBe(2);
  });

  it('is one document with --json', async () => {
    const outcome = await run(['frobnicate', '--json']);
    expect(documentOf(outcome)).toEqual({ error: { code: 'usage', detail: "unknown command 'frobnicate'" } });
  });
});

describe('help', () => {
  it('documents the exit codes', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const line of ['Exit codes:', '0  done', '1  refused', '2  done with warnings', '3  something is missing']) {
      expect(out).toContain(line);
    }
  });
});

describe('what the api refuses', () => {
  const problem = {
    type: 'urn:outdial:problem:campaign_running',
    title: 'Not possible in this state',
    status: 409,
    code: 'campaign_running',
    detail: 'The campaign "June" runs already.',
    repair: 'Pause it first.',
    requestId: 'req-1',
    errors: [
      { pointer: '/steps/0', message: 'has no agent' },
      { pointer: '/steps/1', message: 'has no text' },
    ],
  };

  it('is told in its own words, with the repair and the places', async () => {
    const options = await serve(() => ({ status: 409, body: problem, type: 'application/problem+json' }));
    const { code, out, err } = await run(['campaign', 'launch', ID], options);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toBe(
      'Error: The campaign "June" runs already.\n  /steps/0: has no agent\n  /steps/1: has no text\nRepair: Pause it first.\n' +
        'Request req-1, code campaign_running\n',
    );
  });

  it('is the problem itself with --json', async () => {
    const options = await serve(() => ({ status: 409, body: problem, type: 'application/problem+json' }));
    expect(documentOf(await run(['campaign', 'launch', ID, '--json'], options))).toEqual({ error: problem });
  });
});

it('a missing key is repaired by what a command can be given, not by a header', async () => {
  const problem = { type: 't', title: 't', status: 401, code: 'key_missing', detail: 'This needs an API key.' };
  const body = { ...problem, repair: 'Send "Authorization: Bearer od_...".', requestId: 'req-1' };
  const { apiUrl } = await serve(() => ({ status: 401, body, type: 'application/problem+json' }));
  const { code, err } = await run(['accounts', 'list'], { apiUrl });
  expect(code).toBe(1);
  expect(err).toContain('Repair: Set OUTDIAL_API_KEY, or give --key. A first key: outdial keys create --local');
  expect(requests()[0]?.headers.authorization).toBeUndefined();
});

describe('an api that is not there, or is none', () => {
  it('ends with 3 when nothing listens', async () => {
    const { code, err } = await run(['accounts', 'list'], { apiUrl: 'http://127.0.0.1:9' });
    expect(code).toBe(3);
    expect(err).toContain('outdial up');
  });

  it('says how a create is repeated safely, because it may have taken effect', async () => {
    const outcome = await run(['campaign', 'launch', ID, '--idempotency-key', 'mine-1', '--json']);
    expect(outcome.code).toBe(3);
    expect(outcome.out).toContain('--idempotency-key mine-1');
  });

  it.each([
    ['HTML', { body: '<html>hello</html>', type: 'text/html' }],
    ['another form', { body: { items: 'none' } }],
    ['a proxy’s error', { status: 502, body: '<html>bad gateway</html>', type: 'text/html' }],
  ])('ends with 1 when the answer is %s', async (_, answer) => {
    const options = await serve(() => answer);
    const outcome = await run(['accounts', 'list', '--json'], options);
    expect(outcome.code).toBe(1);
    expect(outcome.out).toContain('answer_unreadable');
  });
});

describe('requests', () => {
  it('carry the key, and an idempotency key on creates and launches only', async () => {
    const options = await serve(({ path }) => ({
      body: path.endsWith('launch') ? LAUNCHED : { items: [], nextCursor: null },
    }));
    await run(['campaign', 'launch', ID], options);
    await run(['campaign', 'launch', ID, '--idempotency-key', 'mine-1'], options);
    await run(['campaign', 'list', '--state', 'running', '--limit', '7'], options);
    const [first, second, list] = requests();
    expect(first?.headers.authorization).toBe('Bearer od_test');
    expect(first?.headers['idempotency-key']).toMatch(/^[\x21-\x7e]{20,}$/);
    expect(second?.headers['idempotency-key']).toBe('mine-1');
    expect(list?.headers['idempotency-key']).toBeUndefined();
    expect(list?.query.toString()).toBe('state=running&limit=7');
  });

  it('of one command that creates several things are numbered, the same way each time', async () => {
    const options = await serve(() => ({ status: 201, body: { added: 1, already: 0, contactsEnded: 0 } }));
    const stdin = Array.from({ length: 10_001 }, (_, i) => `+1202555${String(i).padStart(4, '0')}`).join('\n');
    const { code } = await run(['suppress', 'import', '-', '--idempotency-key', 'k'], { ...options, stdin });
    expect(code).toBe(0);
    expect(requests().map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k:2']);
  });

  it('find accounts and numbers by the names that people use', async () => {
    const options = await serve(({ path }) => {
      if (path === '/v1/accounts') return { body: { items: [ACCOUNT], nextCursor: null } };
      if (path === '/v1/numbers') return { body: { items: [NUMBER] } };
      return { status: 201, body: { campaignId: ID, runId: OTHER, settings: SETTINGS, warnings: [] } };
    });
    const words = [
      'campaign',
      'create',
      '--name',
      'June',
      '--purpose',
      'marketing',
      '--step',
      'call',
      '--account',
      'main',
      '--wait',
      'busy=10m',
    ];
    const { code } = await run(
      [
        ...words,
        '--number',
        '+1 202 555 0100',
        '--budget',
        '12.5',
        '--pace',
        '0.5',
        '--person-cap',
        '3/24h',
        '--person-cap',
        '10/30d',
      ],
      options,
    );
    expect(code).toBe(0);
    expect(JSON.parse(requests().at(-1)?.body ?? '')).toEqual({
      name: 'June',
      settings: {
        steps: [{ channel: 'call', accountId: ID, numberId: OTHER }],
        purpose: 'marketing',
        personCaps: [
          { count: 3, hours: 24 },
          { count: 10, hours: 720 },
        ],
        waitSeconds: { busy: 600 },
        budgetMicros: 12_500_000,
        pacePerSecond: 0.5,
      },
    });
  });

  it('name the accounts that there are when one is unknown', async () => {
    const options = await serve(() => ({ body: { items: [ACCOUNT], nextCursor: null } }));
    const { code, err } = await run(['accounts', 'stop', 'mian'], options);
    expect(code).toBe(1);
    expect(err).toContain('Known: main.');
  });
});

const ACCOUNT = {
  id: ID,
  name: 'main',
  provider: 'agentnumber',
  mode: 'SIMULATED',
  baseUrl: 'http://127.0.0.1:9',
  currency: 'USD',
  callMicrosPerMinute: 1,
  smsMicros: 1,
  maxConcurrentCalls: 1,
  providerQueueSeconds: 1,
  maxCallMinutes: 1,
  dailyCapMicros: null,
  callbacks: 'polling',
  stoppedAt: null,
  stoppedReason: null,
  breaker: { state: 'closed', reason: null, resumeAt: null },
  providerBalanceMicros: null,
  providerBalanceAt: null,
  liveCalls: 0,
  paces: [],
  createdAt: '2026-01-01T00:00:00Z',
};
const NUMBER = {
  id: OTHER,
  accountId: ID,
  accountName: 'main',
  providerRef: 'num_1',
  phone: '+12025550100',
  label: null,
  agentRef: null,
  agentName: null,
  status: 'active',
  syncedAt: null,
};
const SETTINGS = {
  steps: [{ channel: 'call', accountId: ID, numberId: OTHER }],
  purpose: 'marketing',
  startsAt: null,
  endsAt: null,
  leftovers: 'roll',
  hours: { weekly: {}, blackoutDates: [], skipFederalHolidays: true },
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
