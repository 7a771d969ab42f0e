import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ANA = '01980000-0000-7000-8000-000000000001';
const BEA = '01980000-0000-7000-8000-000000000002';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}

const person = (id: string, email: string, more: object = {}) => ({
  id,
  email,
  name: email,
  role: 'operator',
  state: 'active',
  linkExpiresAt: null,
  createdBy: 'key:1',
  createdAt: '2026-06-01T08:00:00.000Z',
  lastSeenAt: '2026-06-10T12:00:00.000Z',
  disabledAt: null,
  ...more,
});
const LINK = 'http://127.0.0.1:3000/join#token';
const PEOPLE = {
  items: [
    person(ANA, 'ana@example.org', { role: 'admin' }),
    person(BEA, 'bea@example.org', {
      state: 'invited',
      lastSeenAt: null,
      linkExpiresAt: '2026-06-17T12:00:00.000Z',
    }),
  ],
};
const bodyOf = (method: string): unknown => {
  const request = stub?.requests.find((each) => each.method === method);
  return request && { path: request.path, body: request.body === '' ? null : JSON.parse(request.body) };
};

describe('users invite', () => {
  it('prints the link by itself first, and how long it works', async () => {
    const options = await serve(() => ({ status: 201, body: { user: person(BEA, 'bea@example.org'), link: LINK } }));
    const { code, out } = await run(['users', 'invite', '--email', 'bea@example.org', '--role', 'operator'], options);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(LINK);
    expect(out).toContain('bea@example.org can join. It works once, for seven days');
    expect(bodyOf('POST')).toEqual({
      path: '/v1/users',
      body: { email: 'bea@example.org', name: 'bea@example.org', role: 'operator' },
    });
    expect(stub?.requests[0]?.headers['idempotency-key']).toBeDefined();
  });

  it('needs an email and a role that there is', async () => {
    for (const [words, reason] of [
      [['--role', 'admin'], '--email <email> is missing'],
      [['--email', 'bea@example.org'], '--role: Invalid option: expected one of "viewer"'],
      [['--email', 'bea', '--role', 'admin'], '--email: Write an email address.'],
      [['--email', 'bea@example.org', '--role', 'owner'], '--role: '],
    ] as const) {
      const { code, err } = await run(['users', 'invite', ...words]);
      expect([code, err]).toEqual([2, expect.stringContaining(reason)]);
    }
  });
});

describe('users list', () => {
  it('shows who is who, and until when somebody can join', async () => {
    const { out } = await run(['users', 'list'], await serve(() => ({ body: PEOPLE })));
    expect(out).toMatch(/ana@example\.org +ana@example\.org +admin +active +2026-06-10T12:00:00Z/);
    expect(out).toMatch(/bea@example\.org .* operator +invited, link until 2026-06-17T12:00:00Z +never/);
  });
});

describe('a change', () => {
  const world = () =>
    serve(({ method }) => {
      if (method === 'GET') return { body: PEOPLE };
      if (method === 'PATCH') return { body: person(ANA, 'ana@example.org') };
      return { body: { link: LINK } };
    });

  it.each([
    [['disable', 'Ana@Example.org'], { disabled: true }, 'ana@example.org is out.'],
    [['enable', ANA], { disabled: false }, 'ana@example.org can sign in.'],
    [['change', 'ana@example.org', '--role', 'operator'], { role: 'operator' }, '<ana@example.org> is operator.'],
  ])('%j finds the person by email or id', async (words, body, said) => {
    const { code, out } = await run(['users', ...words], await world());
    expect([code, out]).toEqual([0, expect.stringContaining(said)]);
    expect(bodyOf('PATCH')).toEqual({ path: `/v1/users/${ANA}`, body });
  });

  it('of nothing is refused before anything is asked', async () => {
    const { code, err } = await run(['users', 'change', 'ana@example.org'], await world());
    expect([code, err]).toEqual([2, expect.stringContaining('Give --role, --name, or both.')]);
    expect(stub?.requests).toEqual([]);
  });

  it('says who is not there', async () => {
    const outcome = await run(['--json', 'users', 'disable', 'eve@example.org'], await world());
    expect(documentOf(outcome)).toMatchObject({ error: { code: 'unknown_user', repair: 'See: outdial users list' } });
    expect(outcome.code).toBe(1);
  });

  it('of a password is a link, for a day; who has not joined yet has a week', async () => {
    const first = await run(['users', 'reset', 'ana@example.org'], await world());
    expect(first.out).toContain('ana@example.org can set a new password. It works once, for 24 hours');
    await stub?.close();
    const second = await run(['users', 'reset', 'bea@example.org'], await world());
    expect(second.out).toContain('bea@example.org can join. It works once, for seven days');
  });

  it('that the api refuses is told in its words', async () => {
    const refusal = {
      type: 'urn:outdial:problem:last_admin',
      title: 'Not possible in this state',
      status: 409,
      code: 'last_admin',
      detail: 'This is the only administrator who can sign in.',
      repair: 'Make somebody else an administrator first.',
      requestId: 'r',
    };
    const { code, err } = await run(
      ['users', 'disable', 'ana@example.org'],
      await serve(({ method }) => (method === 'GET' ? { body: PEOPLE } : { status: 409, body: refusal })),
    );
    expect(code).toBe(1);
    expect(err).toContain('This is the only administrator who can sign in.');
    expect(err).toContain('Repair: Make somebody else an administrator first.');
  });
});
