import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const AT = '2026-12-08T15:30:00.000Z';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(body: unknown) {
  stub = await apiStub(() => ({ body }));
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const asked = () => (stub?.requests ?? []).map(({ path, query }) => [path, Object.fromEntries(query)]);

const appointment = {
  id: ID,
  programmeId: ID,
  programme: 'check-ups',
  externalId: 'A-1',
  version: 2,
  state: 'booked',
  phone: '+13125550123',
  name: 'Ada',
  startsAt: '2026-12-09T15:30:00.000Z',
  zone: 'America/Chicago',
  local: '2026-12-09T09:30',
  says: 'Wed 9 Dec 09:30 in Chicago',
  viewerLocal: null,
  answer: null,
  answeredAt: null,
  seriesId: null,
  bookedAt: AT,
  changedAt: AT,
};
const stopped = {
  code: 'account_stopped',
  message: 'The account main is stopped. Reminders wait.',
  at: AT,
  until: '2026-12-09T15:00:00.000Z',
};
const row = {
  ...appointment,
  day: 'tomorrow',
  next: {
    key: '2h-call',
    says: 'Call, 2 h before',
    channel: 'call',
    at: '2026-12-09T13:30:00.000Z',
    local: '2026-12-09T07:30',
    until: AT,
  },
  reminders: { waiting: 1, inFlight: 0, reached: 1, missed: 0, skipped: 0, failed: 0 },
  heldUp: [stopped],
};
const page = (items: unknown[], more = {}) => ({ items, nextCursor: null, at: AT, counts: null, ...more });

describe('appointments list', () => {
  it('puts each day under its title, with what goes out next and what holds it up', async () => {
    const rows = [
      { ...row, day: 'today', externalId: 'T-1', viewerLocal: '2026-12-08T16:30' },
      row,
      { ...row, externalId: 'A-2', next: null, reminders: { ...row.reminders, waiting: 0, missed: 2 }, heldUp: [] },
    ];
    const counts = { today: 1, tomorrow: 12_345, later: 0 };
    const { code, out } = await run(['appointments', 'list'], await serve(page(rows, { counts, nextCursor: 'next' })));
    expect(code).toBe(0);
    expect(asked()).toEqual([['/v1/appointments', {}]]);
    expect(out).toMatch(/^Today \(1\)\nstarts/);
    expect(out).toContain('\n\nTomorrow (more than 10,000)\n');
    expect(out).toMatch(
      /Wed 9 Dec 09:30 in Chicago +2026-12-08 16:30 +T-1 +\+13125550123 +Ada +check-ups +booked +Call, 2 h before: 2026-12-09 07:30 +account stopped/,
    );
    expect(out).toMatch(/A-2 .* missed 2\n/);
    expect(out).toContain('There are more: --cursor next');
  });

  it('asks by its flags, and refuses two days at once', async () => {
    const client = await serve(page([]));
    const words = ['--tomorrow', '--programme', 'check-ups', '--phone', '+1 312 555 0123', '--reminder', 'expired'];
    await run(['appointments', 'list', ...words, '--zone', 'Europe/Berlin', '--limit', '5'], client);
    expect(asked()).toEqual([
      [
        '/v1/appointments',
        {
          day: 'tomorrow',
          programme: 'check-ups',
          phone: '+13125550123',
          reminderState: 'expired',
          zone: 'Europe/Berlin',
          limit: '5',
        },
      ],
    ]);
    const both = await run(['appointments', 'list', '--today', '--past'], client);
    expect([both.code === 0, both.err]).toEqual([
      false,
      expect.stringContaining('--today and --past exclude each other'),
    ]);
  });

  it('shows them in one table where they are sorted otherwise than by time', async () => {
    const rows = [row, { ...row, day: 'today', externalId: 'A-2', name: 'Bob' }];
    const { out } = await run(
      ['appointments', 'list', '--sort', 'name', '--direction', 'asc'],
      await serve(page(rows)),
    );
    expect(asked()).toEqual([['/v1/appointments', { sort: 'name', direction: 'asc' }]]);
    expect(out).toMatch(/^starts.*\n.*A-1.*\n.*A-2.*\n$/);
  });

  it('says what to do where there are none, and is the answer itself with --json', async () => {
    const client = await serve(page([]));
    expect((await run(['appointments'], client)).out).toContain('Book one: outdial remind');
    expect((await run(['appointments', 'list', '--text', 'x'], client)).out).toBe(
      'No appointment matches. See those of all days: --all\n',
    );
    expect((await run(['appointments', 'list', '--all', '--text', 'x'], client)).out).toBe('No appointment matches.\n');
    expect(documentOf(await run(['appointments', 'list', '--json'], client))).toEqual(page([]));
  });
});

describe('appointments show', () => {
  const attempt = {
    id: ID,
    key: '24h-sms',
    contactId: 7,
    channel: 'sms',
    ordinal: 1,
    state: 'DISPOSED',
    outcome: 'sms_sent',
    reason: null,
    providerReason: null,
    talkSeconds: null,
    text: 'See you',
    costMicros: 10_000,
    costPresumed: false,
    sharedBy: 2,
    transcript: false,
    recording: true,
    createdAt: AT,
    sentAt: AT,
    endedAt: AT,
  };
  const shown = {
    ...appointment,
    at: AT,
    variables: { doctor: 'Dr Who' },
    heldUp: [stopped],
    plan: [
      {
        key: '24h-sms',
        says: 'Text, 24 h before',
        channel: 'sms',
        status: 'sent',
        reason: null,
        intendedAt: AT,
        dueAt: AT,
        contactId: 7,
        costMicros: 10_000,
        state: 'reached',
        stateReason: null,
        sharedBy: 2,
        attemptsMade: 1,
        lastOutcome: 'sms_sent',
        next: null,
      },
    ],
    versions: [],
    timeline: [{ at: AT, kind: 'attempt', words: '24h-sms: sms 1,\nsms sent', key: '24h-sms', attempt }],
    cost: { spentMicros: 10_000, presumedMicros: 0, sharedMicros: 10_000, currency: 'USD' },
  };

  it('tells plan, timeline, cost and what holds it up', async () => {
    const { code, out } = await run(['appointments', 'show', 'A/1', '--programme', 'check-ups'], await serve(shown));
    expect(code).toBe(0);
    expect(asked()).toEqual([['/v1/programmes/check-ups/appointments/A%2F1', {}]]);
    expect(out).toMatch(/starts: +Wed 9 Dec 09:30 in Chicago/);
    expect(out).toMatch(/\{\{ doctor \}\}: +Dr Who/);
    expect(out).toMatch(/of it shared: +0\.01 USD/);
    expect(out).toContain(
      'The account main is stopped. Reminders wait. Since 2026-12-08T15:30:00Z. It can wait until 2026-12-09T15:00:00Z.',
    );
    expect(out).toMatch(/Text, 24 h before +24h-sms +reached +2026-12-08T15:30:00Z +1 +sms_sent +0\.01 USD +2/);
    expect(out).toContain('2026-12-08T15:30:00Z  24h-sms: sms 1, sms sent, 0.01 USD [recording]');
  });
});

describe('appointments load', () => {
  const lane = {
    accountId: ID,
    account: 'main',
    channel: 'call',
    perHour: 40,
    limitedBy: 'slots',
    planned: 39,
    meanCallSeconds: 90,
    meanOfCalls: 0,
  };
  const hour = {
    at: AT,
    local: '2026-12-08T16:00',
    calls: 39,
    texts: 0,
    share: 0.975,
    warning: 'Tue 8 Dec 16:00: full',
  };
  const idle = { ...hour, local: '2026-12-08T17:00', calls: 0, share: 0, warning: null };

  it('shows the hours with something planned, warnings first', async () => {
    const body = { at: AT, zone: 'Europe/Berlin', lanes: [lane], hours: [hour, idle] };
    const { out } = await run(['appointments', 'load', '--zone', 'Europe/Berlin'], await serve(body));
    expect(asked()).toEqual([['/v1/reminders/load', { zone: 'Europe/Berlin' }]]);
    expect(out).toMatch(/^Warning: Tue 8 Dec 16:00: full\n/);
    expect(out).toMatch(/main +call +39 +40 +slots, calls of 90 s assumed/);
    expect(out).toMatch(/2026-12-08 16:00 +39 +0 +\[#+-?\] 98 %/);
    expect(out).not.toContain('17:00');
  });

  it('says what to do where nothing is planned, or no programme is', async () => {
    const client = await serve({ at: AT, zone: 'UTC', lanes: [lane], hours: [idle] });
    expect((await run(['appointments', 'load'], client)).out).toContain('Nothing is planned in the next seven days.');
    await stub?.close();
    const none = await serve({ at: AT, zone: 'UTC', lanes: [], hours: [idle] });
    expect((await run(['appointments', 'load'], none)).out).toContain('outdial programmes create');
  });
});

describe('appointments missed', () => {
  const policy = {
    programmeId: ID,
    programme: 'check-ups',
    lateSeconds: 1_800,
    words: 'sent if less than 30 min late',
  };
  const item = {
    contactId: 7,
    programmeId: ID,
    programme: 'check-ups',
    key: '2h-sms',
    says: 'Text, 2 h before',
    channel: 'sms',
    phone: '+13125550123',
    name: null,
    dueAt: AT,
    missedAt: AT,
    lateSeconds: 3_000,
    reason: 'expired',
    lastAttempt: { state: 'REFUSED', outcome: null, reason: 'no_credit' },
    sendableUntil: '2026-12-08T17:20:00.000Z',
    costMicros: 10_000,
    currency: 'USD',
    appointments: ['c1', 'c2'].map((externalId) => ({
      externalId,
      startsAt: AT,
      zone: 'UTC',
      says: 'Tue 8 Dec 15:30 in UTC',
      state: 'booked',
    })),
  };

  it('tells the policy, how late each is, why, and what can be done', async () => {
    const body = {
      items: [item, { ...item, sendableUntil: null, lateSeconds: 200_000 }],
      nextCursor: null,
      at: AT,
      policies: [policy],
    };
    const { out } = await run(['appointments', 'missed', '--sendable'], await serve(body));
    expect(asked()).toEqual([['/v1/reminders/missed', { sendable: 'true' }]]);
    expect(out).toContain('2 reminders missed their time.\nPolicy of check-ups: sent if less than 30 min late.');
    expect(out).toMatch(
      /c1, c2 +check-ups +Text, 2 h before .* 50 min +expired, last try: no credit +until 2026-12-08T17:20:00Z/,
    );
    expect(out).toMatch(/ 2 d .* no +Tue 8 Dec/);
    expect(out).toContain('outdial appointments now ID --programme NAME');
  });

  it('says that none has', async () => {
    const client = await serve({ items: [], nextCursor: null, at: AT, policies: [policy] });
    expect((await run(['appointments', 'missed', '--programme', 'check-ups'], client)).out).toBe(
      'No reminder has missed its time.\nPolicy of check-ups: sent if less than 30 min late.\n',
    );
  });
});
