import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const RESOLUTION = '01980000-0000-7000-8000-000000000002';

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
  (stub?.requests ?? []).map(({ method, path, query, body }) => [
    `${method} ${path}${query.size > 0 ? `?${query.toString()}` : ''}`,
    body === '' ? undefined : JSON.parse(body),
  ]);

const AT = '2027-03-01T14:00:00.000Z';
const group = {
  cause: 'busy',
  class: 'retry',
  words: 'Busy',
  means: 'The line was taken.',
  fix: 'Try again in some minutes.',
  attempts: 1862,
  openContacts: 1692,
  share: 0.442,
  firstAt: AT,
  lastAt: AT,
  hours: [...Array.from({ length: 22 }, () => 0), 1, 16],
  campaigns: [{ id: ID, name: 'March', kind: 'campaign', programmeId: null, openContacts: 1692 }],
  moreCampaigns: 0,
  codes: [{ code: 'sip #', attempts: 1862 }],
  retryable: true,
  whyNotRetryable: null,
  snooze: null,
  assignments: [],
};
const groups = {
  at: AT,
  items: [group],
  snoozed: 1,
  totals: { attempts: 42_100, failed: 4_212 },
  stuck: { count: 2, oldestAt: AT },
};

describe('failures', () => {
  it('shows groups with their share, a sparkline, and what else there is to see', async () => {
    const { code, out } = await run(['failures', '--campaign', ID], await serve(() => ({ body: groups })));
    expect([code, sent()]).toEqual([0, [[`GET /v1/failures?campaignId=${ID}`, undefined]]]);
    expect(out).toContain(
      'busy   Busy   try again  1,692   1,862   44 %                        ▁█  2027-03-01T14:00:00Z',
    );
    expect(out).toContain('4,212 failed attempts of 42,100.');
    expect(out).toContain('1 group is snoozed: --snoozed shows them.');
    expect(out).toContain('2 calls and texts are stuck: outdial failures stuck');
  });

  it('says so when nothing failed', async () => {
    const body = {
      ...groups,
      items: [],
      snoozed: 0,
      totals: { attempts: 4_210, failed: 0 },
      stuck: { count: 0, oldestAt: null },
    };
    const { out } = await run(['failures'], await serve(() => ({ body })));
    expect(out).toBe('0 failures in 4,210 attempts.\n');
  });

  it('is the answer itself with --json', async () => {
    expect(documentOf(await run(['failures', '--json'], await serve(() => ({ body: groups }))))).toEqual(groups);
  });
});

describe('failures show', () => {
  it('says what it means, where it comes from and what stands out', async () => {
    const body = {
      at: AT,
      group,
      breakdown: {
        numbers: [{ numberId: ID, phone: '+14155550100', label: 'west', attempts: 931 }],
        prefixes: [{ prefix: '1212', place: 'New York', attempts: 1862 }],
        countries: [{ country: 'US', name: 'United States', attempts: 1862 }],
        codes: [],
        hours: [],
      },
      insights: [{ words: '94 % of these failed from +14155550100.', dimension: 'number', value: ID }],
      samples: [],
    };
    const { out } = await run(['failures', 'show', 'unknown_end:it broke'], await serve(() => ({ body })));
    expect(sent()).toEqual([['GET /v1/failures/unknown_end%3Ait%20broke', undefined]]);
    expect(out).toContain('Busy (try again): 1,862 failed attempts, 1,692 open contacts.');
    expect(out).toContain('! 94 % of these failed from +14155550100.');
    expect(out).toContain('+14155550100 (west)     931   50 %');
    expect(out).toContain('+1212 (New York)   1,862  100 %');
    expect(out).toContain('United States (US)   1,862  100 %');
  });
});

describe('failures resolve', () => {
  it('counts first, then resolves, and says how it is taken back', async () => {
    const asked = await serve(({ path }) =>
      path.endsWith('/count')
        ? { body: { contacts: 12 } }
        : path.endsWith('/resolve')
          ? { body: { resolutionId: RESOLUTION, count: 12 } }
          : undefined,
    );
    const words = ['failures', 'resolve', ID, '--cause', 'busy', '--prefix', '1212', '--reason', 'by hand', '--yes'];
    const { code, out } = await run(words, asked);
    const filter = { campaignId: ID, causes: ['busy'], prefix: '1212' };
    expect(sent()).toEqual([
      ['POST /v1/failures/count', { filter }],
      ['POST /v1/failures/resolve', { filter, reason: 'by hand' }],
    ]);
    expect([code, out]).toEqual([0, `12 contacts resolved. To take it back: outdial failures undo ${RESOLUTION}\n`]);
  });

  it('says that nobody matches', async () => {
    const asked = await serve(({ path }) => ({
      body: path.endsWith('/count') ? { contacts: 0 } : { resolutionId: null, count: 0 },
    }));
    const { out } = await run(['failures', 'resolve', ID, '--reason', 'r'], asked);
    expect(out).toBe('Nobody matches: nothing was done.\n');
  });

  it('needs a reason', async () => {
    const { code, err } = await run(['failures', 'resolve', ID], await serve(() => undefined));
    expect(code).not.toBe(0);
    expect(err).toContain('--reason <text> is missing');
  });
});

describe('failures snooze', () => {
  it('counts a duration by the clock of the api', async () => {
    const asked = await serve(({ path }) => ({
      body: path.endsWith('/snooze') ? { snoozeId: RESOLUTION, already: false } : groups,
    }));
    const { out } = await run(['failures', 'snooze', 'busy', '--for', '4h', '--reason', 'known'], asked);
    expect(sent().at(-1)).toEqual([
      'POST /v1/failures/snooze',
      { campaignId: null, cause: 'busy', untilAt: '2027-03-01T18:00:00.000Z', reason: 'known' },
    ]);
    expect(out).toBe(`Snoozed until 2027-03-01T18:00:00Z. To show it again: outdial failures wake ${RESOLUTION}\n`);
  });
});

describe('failures stuck', () => {
  it('lists them, or has the provider asked', async () => {
    const none = { count: 0, oldestAt: null, policy: {}, items: [], nextCursor: null };
    expect((await run(['failures', 'stuck'], await serve(() => ({ body: none })))).out).toBe('Nothing is stuck.\n');
    await stub?.close();
    const { out } = await run(
      ['failures', 'stuck', '--reconcile', '--minutes', '5'],
      await serve(() => ({ body: { asked: 3 } })),
    );
    expect(sent()).toEqual([['POST /v1/stuck/reconcile', { minutes: 5 }]]);
    expect(out).toBe('The provider is asked about 3 calls and texts.\n');
  });
});

describe('queues', () => {
  const counts = { parked: 3, doubtfulOptOuts: 1, unclearAnswers: 0, unknownZones: 0, noConsent: 0 };
  const queues = {
    at: AT,
    total: 4,
    totals: counts,
    campaigns: [{ id: ID, name: 'March', kind: 'campaign', programmeId: null, counts, links: {} }],
  };

  it('shows what waits for a person, and where', async () => {
    const { out } = await run(['queues'], await serve(() => ({ body: queues })));
    expect(out).toContain('March          3         1');
    expect(out).toContain('See outdial attempts list --state PARKED, outdial reviews list.');
  });

  it('decides all parked attempts of a campaign', async () => {
    const asked = await serve(({ path }) => ({ body: path.endsWith('/queues') ? queues : { resolved: 3 } }));
    const { out } = await run(['attempts', 'resolve-many', ID, '--dialled', '--reason', 'invoice', '-y'], asked);
    expect(sent().at(-1)).toEqual([
      'POST /v1/attempts/resolve-many',
      { filter: { campaignId: ID }, dialled: true, reason: 'invoice' },
    ]);
    expect(out).toBe('3 attempts decided: it takes effect in a moment.\n');
  });
});

describe('who looks after what', () => {
  const ANN = '01980000-0000-7000-8000-00000000000a';
  const assignees = {
    items: [
      { id: ANN, name: 'Ann', email: 'ann@example.com', role: 'operator' },
      { id: ID, name: 'Bob', email: 'bob@example.com', role: 'viewer' },
      { id: RESOLUTION, name: 'Bob', email: 'bob2@example.com', role: 'viewer' },
    ],
  };
  const assigned = {
    id: RESOLUTION,
    user: { id: ANN, name: 'Ann', email: 'ann@example.com', disabled: true },
    note: 'you know them',
    by: 'user:bob@example.com',
    at: AT,
    cause: 'busy',
    campaignId: ID,
    campaignName: 'March',
  };
  const answers = ({ method, path }: Request): StubAnswer => {
    if (path === '/v1/assignees') return { body: assignees };
    if (path === '/v1/failures/assignments') return { body: { items: [assigned] } };
    if (path === '/v1/reviews/assign') return { body: { assigned: 1, already: 0, decided: 0 } };
    if (method === 'POST') return { body: { assignmentId: RESOLUTION, already: false } };
    return { body: { ...groups, items: [{ ...group, assignments: [assigned] }] } };
  };

  it('is said by name or email, of one campaign or of all, with a note', async () => {
    const options = await serve(answers);
    const words = ['failures', 'assign', 'busy', '--to', 'ann', '--campaign', ID, '--note', 'please'];
    const { code, out } = await run(words, options);
    expect([code, out.trim()]).toEqual([0, 'ann looks after it now.']);
    await run(['failures', 'assign', 'busy', '--to', 'Bob@example.com'], options);
    expect(sent().filter(([address]) => address === 'POST /v1/failures/assign')).toEqual([
      ['POST /v1/failures/assign', { campaignId: ID, cause: 'busy', userId: ANN, note: 'please' }],
      ['POST /v1/failures/assign', { campaignId: null, cause: 'busy', userId: ID }],
    ]);
  });

  it.each([
    ['two people have', 'bob', 'Give an email: bob@example.com, bob2@example.com.'],
    ['nobody has', 'eve', 'There is nobody called "eve"'],
  ])('is not said to a name that %s', async (_, to, words) => {
    const { code: exit, err } = await run(['failures', 'assign', 'busy', '--to', to], await serve(answers));
    expect(exit).toBeGreaterThan(0);
    expect(err).toContain(words);
    expect(sent()).toEqual([['GET /v1/assignees', undefined]]);
  });

  it('is taken back', async () => {
    const { out } = await run(['failures', 'unassign', 'busy'], await serve(answers));
    expect(out.trim()).toBe('Nobody looks after it now.');
    expect(sent()).toEqual([['POST /v1/failures/assign', { campaignId: null, cause: 'busy', userId: null }]]);
  });

  it('stands beside the group, and filters', async () => {
    const { out } = await run(['failures', 'list', '--assignee', 'Ann'], await serve(answers));
    expect(out).toContain('Ann (disabled) in March');
    expect(sent().at(-1)).toEqual([`GET /v1/failures?assignee=${ANN}`, undefined]);
    const free = await run(['failures', '--assignee', 'none'], await serve(answers));
    expect([free.code, sent().at(-1)]).toEqual([0, ['GET /v1/failures?assignee=none', undefined]]);
    const list = await run(['failures', 'assignments'], await serve(answers));
    expect(list.out).toMatch(/busy +March +Ann \(disabled\) +you know them/);
  });

  it('can be said of a review', async () => {
    const { out } = await run(['reviews', 'assign', ID, '--to', ANN], await serve(answers));
    expect(out.trim()).toBe(`${ANN} looks after it now.`);
    await run(['reviews', 'unassign', ID], await serve(answers));
    expect(sent()).toEqual([['POST /v1/reviews/assign', { reviewIds: [ID], userId: null }]]);
  });
});

it('lists reviews of one campaign, and the ledger of its calls, whoever paid', async () => {
  const options = await serve(() => ({ body: { items: [], nextCursor: null } }));
  await run(['reviews', 'list', '--kind', 'answer', '--campaign', ID], options);
  await run(['credits', 'entries', '--of-campaign', ID, '--kind', 'settle'], options);
  expect(sent().map(([address]) => address)).toEqual([
    `GET /v1/reviews?kind=answer&campaignId=${ID}`,
    `GET /v1/ledger/entries?ofCampaign=${ID}&kind=settle`,
  ]);
});
