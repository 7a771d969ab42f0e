import { afterEach, describe, expect, it } from 'vitest';
import { aboutWords, resumeQuestion, retryFields } from '../../../cli/remote/retries/retry-words.ts';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const CAMPAIGN = '01980000-0000-7000-8000-000000000001';
const ID = '01980000-0000-7000-8000-000000000009';
const NUMBER = '01980000-0000-7000-8000-000000000005';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const sent = () =>
  (stub?.requests ?? []).map(({ method, path, body }) => [method, path, body === '' ? undefined : JSON.parse(body)]);

const planned = {
  id: ID,
  name: 'busy',
  reason: 'evening',
  campaignId: CAMPAIGN,
  campaignName: 'March',
  campaignState: 'running',
  state: 'planned',
  pausedReason: null,
  blockedReason: null,
  plannedAt: '2027-03-01T14:00:00.123Z',
  plannedBy: 'user:ada@example.com',
  startedAt: null,
  startedBy: null,
  startsAt: null,
  endedAt: null,
  filter: { campaignId: CAMPAIGN, causes: ['busy'] },
  options: { pacePerSecond: 0.5, canary: { count: 20, stopAbovePercent: 30 } },
  plan: {
    matches: 1862,
    willDial: 1812,
    outsideHours: 120,
    nextWindowAt: '2027-03-01T15:00:00.000Z',
    exclusions: [
      { reason: 'opted_out', words: 'said no since', count: 41, since: 0 },
      { reason: 'out_of_attempts', words: 'has had all attempts', count: 9, since: 0 },
    ],
    costAtMostMicros: 486_200_000,
    currency: 'USD',
    durationSeconds: 3_624,
  },
  members: { planned: 1812, queued: 0, waiting: 0, inFlight: 0, done: 0, givenBack: 0, excluded: 50 },
  canary: { count: 20, stopAbovePercent: 30, state: 'pending', open: 0, done: 0, failed: 0, overridden: null },
  spentMicros: 0,
  sendsPerSecond: 0,
  at: '2027-03-01T14:00:01.000Z',
};
const started = { state: 'running', startsAt: '2027-03-01T14:00:05.000Z' };

/** The api as it plans and starts. */
const world = ({ path }: Request): StubAnswer | undefined => {
  if (path.endsWith('/plan') || path.endsWith('/again')) return { status: 201, body: planned };
  if (path.endsWith('/start')) return { body: started };
  if (path === `/v1/retries/${ID}`) return { body: planned };
  if (path === '/v1/numbers') return { body: { items: [number] } };
  return undefined;
};
const number = {
  id: NUMBER,
  accountId: CAMPAIGN,
  accountName: 'sandbox',
  providerRef: 'pn',
  phone: '+12125550100',
  label: null,
  agentRef: null,
  agentName: null,
  status: 'active',
  syncedAt: null,
};

describe('retries plan', () => {
  const plan = ['retries', 'plan', CAMPAIGN, '--cause', 'busy', '--reason', 'evening'];

  it('says who will be dialled, who not and why, at what cost and how long, and starts nothing', async () => {
    const { code, out } = await run(plan, await serve(world));
    expect(code).toBe(0);
    expect(out).toBe(
      [
        '1,862 contacts of "March" match, frozen 2027-03-01T14:00:00Z.',
        'Not dialled:',
        '  41  said no since',
        '  9  has had all attempts',
        '1,812 contacts will be dialled, once each.',
        '120 of them wait for their hours, the first 2027-03-01T15:00:00Z.',
        'At most 486.20 USD, about 1 h at 0.5 a second.',
        '20 go first; should more than 30 % of them fail, the rest waits for you.',
        `Nobody is dialled yet. Begin it within 24 hours: outdial retries start ${ID}\n`,
      ].join('\n'),
    );
    expect(sent()).toEqual([
      [
        'POST',
        '/v1/retries/plan',
        {
          name: 'busy',
          reason: 'evening',
          filter: { campaignId: CAMPAIGN, causes: ['busy'] },
          options: {},
        },
      ],
    ]);
  });

  it('is the answer itself with --json', async () => {
    expect(documentOf(await run([...plan, '--json'], await serve(world)))).toEqual(planned);
  });

  it('takes the whole filter and every option', async () => {
    const which = ['--number', '+12125550100', '--prefix', '1212', '--country', 'US'];
    const filter = [...which, '--code', '486', '--contact', '7', '--except', '8'];
    const times = ['--ended-from', '2027-03-01T00:00:00Z', '--ended-to', '2027-03-02T00:00:00Z'];
    const options = ['--at', '2027-03-03T14:00:00Z', '--pace', '0.5', '--concurrent', '4', '--caller', NUMBER];
    const more = ['--channel', 'call', '--agent', 'a1', '--canary', '20', '--override-max-attempts', '--name', 'x'];
    await run([...plan, ...filter, ...times, ...options, ...more], await serve(world));
    expect(sent().at(-1)?.[2]).toEqual({
      name: 'x',
      reason: 'evening',
      filter: {
        campaignId: CAMPAIGN,
        causes: ['busy'],
        numberId: NUMBER,
        prefix: '1212',
        country: 'US',
        code: '486',
        endedFrom: '2027-03-01T00:00:00Z',
        endedTo: '2027-03-02T00:00:00Z',
        contactIds: [7],
        exceptContactIds: [8],
      },
      options: {
        startAt: '2027-03-03T14:00:00Z',
        pacePerSecond: 0.5,
        maxConcurrent: 4,
        numberId: NUMBER,
        channel: 'call',
        agentRef: 'a1',
        canary: { count: 20, stopAbovePercent: 30 },
        overrideMaxAttempts: true,
      },
    });
  });

  it('starts at once with --start --yes', async () => {
    const { out, err } = await run([...plan, '--start', '--yes'], await serve(world));
    expect(sent().map(([, path]) => path)).toEqual(['/v1/retries/plan', `/v1/retries/${ID}/start`]);
    expect(err).toContain('1,812 contacts will be dialled');
    expect(out).toContain(`outdial retries abort ${ID}`);
  });

  it('does not start what somebody at the terminal did not agree to', async () => {
    const { code, err } = await run([...plan, '--start'], { ...(await serve(world)), mayAsk: true, stdin: 'n\n' });
    expect(code).toBe(1);
    expect(err).toContain('Nothing was done.');
    expect(sent().map(([, path]) => path)).toEqual(['/v1/retries/plan']);
  });

  it.each([
    [['--stop-above', '10'], '--stop-above needs --canary.'],
    [['--yes'], '--yes needs --start.'],
    [['--at', 'tomorrow'], '--at: Write an instant'],
  ])('refuses %j', async (flags, words) => {
    const { code, err } = await run([...plan, ...flags]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe('retries', () => {
  it('start and again begin with the plan in sight', async () => {
    await run(['retries', 'start', ID, '--yes'], await serve(world));
    expect(sent().map(([method, path]) => `${method} ${path}`)).toEqual([
      `GET /v1/retries/${ID}`,
      `POST /v1/retries/${ID}/start`,
    ]);
    await stub?.close();
    const { out } = await run(['retries', 'again', ID, '--reason', 'once more', '--pace', '1'], await serve(world));
    expect(sent()[0]).toEqual([
      'POST',
      `/v1/retries/${ID}/again`,
      { reason: 'once more', options: { pacePerSecond: 1 } },
    ]);
    expect(out).toContain('1,812 contacts will be dialled');
  });

  it('show puts what was planned beside what became of it', async () => {
    const running = {
      ...planned,
      state: 'running',
      startedAt: '2027-03-01T14:00:00Z',
      startedBy: 'key:k1',
      plan: {
        ...planned.plan,
        exclusions: [{ reason: 'changed_since', words: 'moved on since the plan was made', count: 3, since: 3 }],
      },
      members: { planned: 0, queued: 700, waiting: 100, inFlight: 9, done: 1000, givenBack: 0, excluded: 53 },
    };
    const item = { before: 'busy', beforeWords: 'Busy', after: 'answered', afterWords: 'Answered' };
    const items = [
      { ...item, failed: false, count: 900 },
      { ...item, after: 'busy', afterWords: 'Busy', failed: true, count: 100 },
    ];
    const answer = ({ path }: Request) => ({ body: path.endsWith('/results') ? { items } : running });
    const { out } = await run(['retries', 'show', ID], await serve(answer));
    expect(out).toContain('700 queued, 100 waiting, 9 in flight, 1,000 done, 53 left out');
    expect(out).toMatch(/3 +3 +moved on since the plan was made +--exclusion changed_since/);
    expect(out).toMatch(/900 +Busy +Answered\n/);
    expect(out).toMatch(/100 +Busy +Busy +failed again/);
  });

  it('members says of each who is left out why', async () => {
    const member = {
      contactId: 7,
      name: 'Ann',
      phone: '+12125550123',
      externalId: null,
      status: 'excluded',
      exclusion: 'opted_out',
      exclusionWords: 'said no since',
      isCanary: false,
      before: 'busy',
      result: null,
      state: 'suppressed',
    };
    const words = ['retries', 'members', ID, '--exclusion', 'opted_out'];
    const { out } = await run(words, await serve(() => ({ body: { items: [member], nextCursor: '7' } })));
    expect(stub?.requests[0]?.query.get('exclusion')).toBe('opted_out');
    expect(out).toMatch(/7 +\+12125550123 +Ann +excluded +busy +said no since/);
    expect(out).toContain('--cursor 7');
  });

  it.each([
    [
      'pause',
      ['--reason', 'lunch'],
      'POST',
      `/v1/retries/${ID}/pause`,
      { reason: 'lunch' },
      'Paused. 2 calls and texts',
    ],
    ['abort', [], 'POST', `/v1/retries/${ID}/abort`, {}, 'Aborted. 5 contacts given back'],
    ['throttle', ['--pace', '0.5'], 'PATCH', `/v1/retries/${ID}`, { pacePerSecond: 0.5 }, 'at most 0.5 a second'],
    ['throttle', ['--no-limit'], 'PATCH', `/v1/retries/${ID}`, { pacePerSecond: null }, 'as fast as its campaign'],
  ])('%s %j', async (word, flags, method, path, body, words) => {
    const flight = { inFlight: 2, mayStillBegin: 0, lastCanEndAt: null };
    const states: Record<string, string> = { pause: 'paused', abort: 'aborted' };
    const state = states[word];
    const answer = state === undefined ? planned : { state, givenBack: 5, stillToGiveBack: 0, ...flight };
    const { code, out } = await run(['retries', word, ID, ...flags], await serve(() => ({ body: answer })));
    expect(code).toBe(0);
    expect(sent()).toEqual([[method, path, body]]);
    expect(out).toContain(words);
  });

  it('lets a retry go on that its canary stopped, with the reason that was given', async () => {
    const flight = { inFlight: 0, mayStillBegin: 0, lastCanEndAt: null };
    const stopped = {
      ...planned,
      state: 'paused',
      spentMicros: 6_200_000,
      members: { ...planned.members, queued: 1_792 },
      canary: { ...planned.canary, state: 'stopped', open: 0, done: 20, failed: 14 },
    };
    const api = await serve(({ method }) => ({ body: method === 'GET' ? stopped : { state: 'running', ...flight } }));
    const { code, out } = await run(['retries', 'resume', ID, '--reason', 'the line is mended'], api);
    expect([code, out]).toEqual([0, expect.stringContaining('Dialing goes on.')]);
    expect(sent().at(-1)).toEqual(['POST', `/v1/retries/${ID}/resume`, { reason: 'the line is mended' }]);
  });

  it('says whom it dials and for how much before it goes on, and whose word the rest followed on', () => {
    const canary = { ...planned.canary, open: 0, done: 20, failed: 14, state: 'stopped' as const };
    const members = { ...planned.members, planned: 0, queued: 1_792 };
    const retry = { ...planned, state: 'paused' as const, options: {}, spentMicros: 6_200_000, members, canary };
    expect(resumeQuestion(retry)).toBe(
      'The canary failed (14 of 20). Dial the 1,792 contacts that are left, for at most 480.00 USD?',
    );
    const overridden = { by: 'user:ada@example.com', at: '2027-03-01T15:00:00.000Z', reason: 'the line is mended' };
    expect(retryFields({ ...retry, canary: { ...canary, state: 'overridden', overridden } })).toMatch(
      /overridden: 14 of 20 failed, the limit is 30 %; user:ada@example.com let the rest follow .*: the line is mended/,
    );
  });

  it.each([[[]], [['--pace', '1', '--no-limit']]])('throttle does not guess: %j', async (flags) => {
    const { code, err } = await run(['retries', 'throttle', ID, ...flags]);
    expect([code, err]).toEqual([2, expect.stringContaining('Give --pace or --no-limit.')]);
  });
});

describe('how long a retry takes', () => {
  it.each([
    [0, '1 s'],
    [59, '59 s'],
    [2_100, '35 min'],
    [3_600, '1 h'],
    [7_800, '2 h 10 min'],
    [90_000, '1 d 1 h'],
    [172_800, '2 d'],
  ])('%d s is about %s', (seconds, words) => {
    expect(aboutWords(seconds)).toBe(words);
  });
});
