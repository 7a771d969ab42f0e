import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';

const USER = '01980000-0000-7000-8000-000000000002';
const LOOKED_AFTER = {
  id: ID,
  user: { id: USER, name: 'Ann', email: 'ann@example.com', disabled: false },
  note: null,
  by: 'user:a',
  at: '2026-11-26T12:00:00.000Z',
};

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const sent = () => (stub?.requests ?? []).map(({ path, body }): [string, unknown] => [path, JSON.parse(body)]);

describe('review zones', () => {
  const review = {
    campaignId: ID,
    runState: 'running',
    contacts: 3,
    groups: [
      {
        prefix: '1800',
        numbers: 2,
        why: { toll_free: 2 },
        examples: [{ contactId: 7, phone: '+18005550100', name: null }],
        assignment: null,
      },
      { prefix: '44', numbers: 2, why: { mobile: 1, unknown_prefix: 1 }, examples: [], assignment: LOOKED_AFTER },
    ],
  };

  it('says in words why no zone is known, and how to repair it', async () => {
    const { code, out } = await run(['review', 'zones', ID], await serve(() => ({ body: review })));
    expect(code).toBe(0);
    expect(out).toContain('3 contacts not dialled, because no time zone is known.');
    expect(out).toContain('+1800         2  toll-free, belongs to no place');
    expect(out).toContain('Ann');
    expect(out).toContain('1 mobile, says nothing of where its owner is; 1 prefix not known');
    expect(out).toContain(`outdial review zones repair ${ID} --prefix DIGITS --zone America/Denver`);
  });

  it('is the answer itself with --json', async () => {
    const outcome = await run(['review', 'zones', ID, '--json'], await serve(() => ({ body: review })));
    expect(documentOf(outcome)).toEqual(review);
  });
});

describe('what waits', () => {
  const gap = ['--missing', 'no_record', '--channel', 'call', '--needs', 'written'];
  const consent = { campaignId: ID, missing: 'no_record', channel: 'call', wanted: 'written' };
  it.each<[string[], unknown]>([
    [['review', 'zones', 'assign', ID, '--prefix', '1307'], { zone: { campaignId: ID, prefix: '1307' } }],
    [['review', 'consent', 'assign', ID, ...gap], { consent }],
    [['attempts', 'assign', ID], { attemptIds: [ID] }],
    [['reviews', 'assign', ID], { reviewIds: [ID] }],
  ])('is given to somebody, and given back: %j', async (words, what) => {
    const answer = { assigned: 1, already: 0, decided: 0 };
    const given = await run([...words, '--to', USER, '--note', 'yours'], await serve(() => ({ body: answer })));
    expect(sent().at(-1)).toEqual(['/v1/reviews/assign', { ...Object(what), userId: USER, note: 'yours' }]);
    expect(given.out).toBe(`${USER} looks after it now.\n`);
    await stub?.close();
    const [first, second, third, ...rest] = words;
    const back = [first, second, third].map((word) => (word === 'assign' ? 'unassign' : word)).concat(rest);
    const taken = await run(
      back.flatMap((word) => word ?? []),
      await serve(() => ({ body: { ...answer, assigned: 0, decided: 1 } })),
    );
    expect(sent().at(-1)).toEqual(['/v1/reviews/assign', { ...Object(what), userId: null }]);
    expect(taken.out).toBe('Nothing of it is left to look after.\n');
  });
});

describe('review zones repair', () => {
  const answer = { zones: ['America/Denver'], repaired: 2, putBack: 1, suppressed: 1, notOnList: 0, nextCursor: null };
  const repair = ['review', 'zones', 'repair', ID, '--zone', 'America/Denver'];

  it.each([
    [['--prefix', '1307'], { prefix: '1307' }],
    [['--contact', '7', '--contact', '8'], { contactIds: [7, 8] }],
    [['--all'], { all: true }],
  ])('%j', async (flags, who) => {
    const { code, out } = await run([...repair, ...flags], await serve(() => ({ body: answer })));
    expect(sent()).toEqual([[`/v1/campaigns/${ID}/review/zones/repair`, { zone: 'America/Denver', ...who }]]);
    expect([code, out]).toEqual([0, '1 contact put back, in America/Denver.\n1 contact said no meanwhile.\n']);
  });

  it('goes on until nobody is left', async () => {
    const options = await serve(({ body }) => ({
      body: { ...answer, nextCursor: body.includes('cursor') ? null : '4711' },
    }));
    const outcome = await run([...repair, '--all', '--json'], options);
    expect(documentOf(outcome)).toEqual({
      zones: ['America/Denver'],
      repaired: 4,
      putBack: 2,
      suppressed: 2,
      notOnList: 0,
    });
    expect(sent()[1]?.[1]).toEqual({ zone: 'America/Denver', all: true, cursor: '4711' });
  });

  it.each([[[]], [['--all', '--prefix', '1307']]])('does not guess whose zone it is: %j', async (flags) => {
    const { code, err } = await run([...repair, ...flags]);
    expect(code).toBe(2);
    expect(err).toContain('Give one of --prefix, --contact or --all.');
  });
});

describe('review consent', () => {
  it('says what is missing', async () => {
    const group = { channel: 'call', wanted: 'written', examples: [], assignment: null };
    const review = {
      campaignId: ID,
      runState: 'running',
      contacts: 5,
      suppressed: 1,
      groups: [
        { ...group, missing: 'no_record', contacts: 3 },
        { ...group, missing: 'wrong_class', contacts: 1 },
      ],
    };
    const { out } = await run(['review', 'consent', ID], await serve(() => ({ body: review })));
    expect(out).toContain('5 contacts not dialled for want of consent.');
    expect(out).toContain('call     written  no record         3');
    expect(out).toContain('call     written  too weak          1');
    expect(out).toContain('1 contact said no meanwhile.');
  });

  it('puts back in as many steps as it takes', async () => {
    const answer = { looked: 10, putBack: 4, suppressed: 0, stillMissing: 6 };
    const options = await serve(({ body }) => ({
      body: { ...answer, nextCursor: body.includes('cursor') ? null : '12' },
    }));
    const { out } = await run(['review', 'consent', 'repair', ID], options);
    expect(sent()).toEqual([
      [`/v1/campaigns/${ID}/review/consent/recheck`, {}],
      [`/v1/campaigns/${ID}/review/consent/recheck`, { cursor: '12' }],
    ]);
    expect(out).toBe('8 contacts put back, 12 contacts still without consent.\n');
  });
});
