import { sql } from 'drizzle-orm';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { rows } from '../../../db/rows.ts';
import { firstAdminToken } from '../../../engine/access/first-admin-link.ts';
import { createInbox } from '../../../engine/folding/inbox.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, join, PASSWORD, signInAs, type Browser } from './people-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const open = (token: string, body: unknown, who = browser(world)) => who.ask('POST', `/v1/invites/${token}`, { body });
const look = (token: string) => browser(world).ask('GET', `/v1/invites/${token}`);
const moveClock = (hours: number) =>
  world.test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${hours * 3_600_000}`);

async function invite(email: string, role: string): Promise<{ userId: string; token: string; link: string }> {
  const answer = await world.ask('POST', '/v1/users', { body: { email, name: email, role } });
  if (answer.status !== 201) throw new Error(answer.text);
  const [user] = await rows<{ id: string }>(world.test.adminDb, sql`select id from users where email = ${email}`);
  const link = answer.field('link');
  return { userId: user?.id ?? '', link, token: link.split('#')[1] ?? '' };
}

describe('the first administrator', () => {
  const ana = { name: 'Ana', email: 'Ana@Example.org', password: PASSWORD };

  it('comes in by the newest link alone, which works once and for a day', async () => {
    const first = (await firstAdminToken(world.engine, { actor: 'test' })) ?? '';
    const second = (await firstAdminToken(world.engine, { actor: 'test' })) ?? '';
    expect((await look(first)).body).toMatchObject({ status: 409, code: 'invite_expired', repair: /outdial up/ });
    expect((await look(second)).body).toMatchObject({ purpose: 'first_admin', role: 'admin', email: null, name: null });
    await moveClock(25);
    expect((await open(second, ana)).code).toBe('invite_expired');

    const third = (await firstAdminToken(world.engine, { actor: 'test' })) ?? '';
    expect((await open(third, { password: PASSWORD })).code).toBe('email_missing');
    expect((await open(third, { ...ana, password: 'short' })).code).toBe('password_too_short');
    const joined = await open(third, ana);
    expect(joined.body).toMatchObject({ user: { name: 'Ana', email: 'ana@example.org', role: 'admin' } });
    expect((await browser(world, joined.cookie?.value).ask('GET', '/v1/session')).status).toBe(200);
    expect((await open(third, ana)).code).toBe('invite_used');
  });

  it('is one alone: links from before open nothing, and no new one is made', async () => {
    expect(await firstAdminToken(world.engine, { actor: 'test' })).toBeUndefined();
    const left = await world.test.adminDb.execute(sql`
      insert into invites (token_sha256, purpose, created_by, expires_at)
      values (encode(sha256(repeat('z', 43)::bytea), 'hex'), 'first_admin', 'test', outdial_now() + interval '1 hour')`);
    expect(left.rowCount).toBe(1);
    const answer = await open('z'.repeat(43), { ...ana, email: 'second@example.org' });
    expect(answer.body).toMatchObject({ status: 409, code: 'invite_expired' });
  });
});

describe('two first administrators at once', () => {
  it('become one', async () => {
    const other = await openApi();
    try {
      const token = (await firstAdminToken(other.engine, { actor: 'test' })) ?? '';
      const answers = await Promise.all(
        ['a@example.org', 'b@example.org', 'c@example.org'].map((email) =>
          browser(other).ask('POST', `/v1/invites/${token}`, { body: { email, name: 'N', password: PASSWORD } }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    } finally {
      await other.close();
    }
  });
});

describe('an invitation', () => {
  it('is a link for one person, with the role that they get', async () => {
    const { token, link } = await invite('Bea@example.org', 'operator').catch(() =>
      invite('bea@example.org', 'operator'),
    );
    expect(link).toMatch(/^http:\/\/[^/]+\/join#[\w-]{43}$/);
    expect((await look(token)).body).toMatchObject({ purpose: 'invite', role: 'operator', email: 'bea@example.org' });
    const theirs = await open(token, { email: 'other@example.org', password: PASSWORD });
    expect(theirs.body).toMatchObject({ status: 422, code: 'email_differs' });
    const joined = await open(token, { name: 'Bea', password: PASSWORD });
    expect(joined.body).toMatchObject({ user: { name: 'Bea', role: 'operator' } });
    expect(joined.body['scopes']).toContain('phones:reveal');
    expect((await open(token, { password: PASSWORD })).code).toBe('invite_used');
    expect((await look(token)).code).toBe('invite_used');
  });

  it('waits for a week', async () => {
    const { token } = await invite('late@example.org', 'viewer');
    await moveClock(7 * 24 - 1);
    expect((await look(token)).status).toBe(200);
    await moveClock(2);
    expect((await look(token)).code).toBe('invite_expired');
    expect((await open(token, { password: PASSWORD })).code).toBe('invite_expired');
  });

  it('used by two browsers at once lets one in', async () => {
    const { token } = await invite('twice@example.org', 'viewer');
    const answers = await Promise.all([1, 2, 3].map(() => open(token, { password: PASSWORD })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  });

  it('is refused to an email that is there already, and unknown links open nothing', async () => {
    const again = await world.ask('POST', '/v1/users', {
      body: { email: 'BEA@example.org', name: 'B', role: 'viewer' },
    });
    expect(again.body).toMatchObject({ status: 409, code: 'email_taken' });
    expect((await look('y'.repeat(43))).body).toMatchObject({ status: 404, code: 'invite_unknown' });
    expect((await look("'--")).code).toBe('invite_unknown');
  });

  it('is not for pages of other sites to use', async () => {
    const { token } = await invite('forged@example.org', 'viewer');
    const answer = await browser(world).ask('POST', `/v1/invites/${token}`, {
      body: { password: PASSWORD },
      from: 'cross-site',
    });
    expect(answer.body).toMatchObject({ status: 403, code: 'cross_site' });
  });
});

describe('a link for a new password', () => {
  it('ends the old password and every session, once it is used', async () => {
    const mine = await join(world, 'operator', 'reset@example.org');
    const answer = await world.ask('POST', `/v1/users/${mine.userId}/reset`);
    const token = answer.field('link').split('#')[1] ?? '';
    expect((await mine.ask('GET', '/v1/session')).status).toBe(200);
    expect((await look(token)).body).toMatchObject({ purpose: 'reset', email: 'reset@example.org', role: 'operator' });
    expect((await open(token, { password: 'lantern under seven' })).status).toBe(200);
    expect((await mine.ask('GET', '/v1/session')).code).toBe('session_expired');
    await expect(signInAs(world, 'reset@example.org')).rejects.toThrow('login_wrong');
    await signInAs(world, 'reset@example.org', 'lantern under seven');
  });

  it('takes the place of the one before it', async () => {
    const { userId } = await join(world, 'viewer', 'again@example.org');
    const make = async () => (await world.ask('POST', `/v1/users/${userId}/reset`)).field('link').split('#')[1] ?? '';
    const first = await make();
    const second = await make();
    expect((await look(first)).code).toBe('invite_expired');
    expect((await look(second)).status).toBe(200);
    await moveClock(25);
    expect((await look(second)).code).toBe('invite_expired');
  });
});

describe('administering people', () => {
  let admin: Browser & { userId: string };
  beforeAll(async () => {
    admin = await join(world, 'admin', 'boss@example.org');
  });

  it('is for administrators', async () => {
    const operator = await join(world, 'operator', 'op@example.org');
    for (const ask of [
      operator.ask('GET', '/v1/users'),
      operator.ask('POST', '/v1/users', { body: { email: 'x@example.org', name: 'X', role: 'admin' } }),
      operator.ask('PATCH', `/v1/users/${operator.userId}`, { body: { role: 'admin' } }),
      operator.ask('POST', `/v1/users/${admin.userId}/reset`),
    ]) {
      expect((await ask).body).toMatchObject({
        status: 403,
        code: 'scope_missing',
        role: 'operator',
        needed: 'users:write',
      });
    }
  });

  it('lists everybody, with no secret', async () => {
    const list = await admin.ask('GET', '/v1/users');
    expect(list.body['items']).toContainEqual(
      expect.objectContaining({ email: 'boss@example.org', role: 'admin', state: 'active', linkExpiresAt: null }),
    );
    await invite('waits@example.org', 'viewer');
    expect((await admin.ask('GET', '/v1/users')).body['items']).toContainEqual(
      expect.objectContaining({ email: 'waits@example.org', state: 'invited', linkExpiresAt: expect.any(String) }),
    );
    expect(list.text).not.toContain('argon2');
  });

  it('puts a disabled person out at once, and lets them in again when enabled', async () => {
    const person = await join(world, 'operator', 'out@example.org');
    const second = await signInAs(world, 'out@example.org');
    const link = (await world.ask('POST', `/v1/users/${person.userId}/reset`)).field('link');
    const change = (disabled: boolean) => admin.ask('PATCH', `/v1/users/${person.userId}`, { body: { disabled } });
    expect((await change(true)).body).toMatchObject({ state: 'disabled' });
    for (const each of [person, second]) expect((await each.ask('GET', '/v1/campaigns')).code).toBe('session_expired');
    await expect(signInAs(world, 'out@example.org')).rejects.toThrow('login_wrong');
    expect((await look(link.split('#')[1] ?? '')).code).toBe('invite_expired');
    expect((await admin.ask('POST', `/v1/users/${person.userId}/reset`)).code).toBe('user_disabled');
    expect((await change(false)).body).toMatchObject({ state: 'active' });
    await signInAs(world, 'out@example.org');
    expect((await person.ask('GET', '/v1/campaigns')).code).toBe('session_expired');
  });

  it('lets a new role hold from the next request on', async () => {
    const person = await join(world, 'viewer', 'rise@example.org');
    const make = () => person.ask('POST', '/v1/templates', { body: { name: `t${Math.random()}`, body: 'x' } });
    expect((await make()).status).toBe(403);
    await admin.ask('PATCH', `/v1/users/${person.userId}`, { body: { role: 'operator' } });
    expect((await make()).status).toBe(201);
  });

  it('writes down who did what', async () => {
    const person = await join(world, 'viewer', 'noted@example.org');
    await admin.ask('PATCH', `/v1/users/${person.userId}`, { body: { role: 'operator' } });
    const trail = await admin.ask('GET', `/v1/audit?subject=user:${person.userId}`);
    expect(trail.body['items']).toEqual([
      expect.objectContaining({
        actor: 'user:boss@example.org',
        action: 'user.change',
        details: { role: 'operator', roleBefore: 'viewer' },
      }),
      expect.objectContaining({ action: 'session.begin', actor: 'user:noted@example.org' }),
      expect.objectContaining({ action: 'user.join' }),
      expect.objectContaining({ action: 'user.invite', actor: 'test' }),
    ]);
    const filtered = await admin.ask('GET', '/v1/audit?actor=user:boss@example.org&action=user.&limit=1');
    expect(filtered.body).toMatchObject({ items: [{ action: 'user.change' }], nextCursor: expect.any(String) });
    const next = await admin.ask(
      'GET',
      `/v1/audit?actor=user:boss@example.org&action=user.&limit=1&cursor=${String(filtered.body['nextCursor'])}`,
    );
    expect(next.body['items']).not.toEqual(filtered.body['items']);
  });
});

describe('the last administrator', () => {
  it('cannot be disabled or demoted, not even by two at once', async () => {
    const other = await openApi();
    try {
      const first = await join(other, 'first', 'one@example.org');
      const change = (who: Browser, userId: string, body: unknown) => who.ask('PATCH', `/v1/users/${userId}`, { body });
      for (const body of [{ disabled: true }, { role: 'viewer' }]) {
        expect((await change(first, first.userId, body)).body).toMatchObject({ status: 409, code: 'last_admin' });
      }
      // One who was invited and never came administers nothing yet.
      await other.ask('POST', '/v1/users', { body: { email: 'never@example.org', name: 'N', role: 'admin' } });
      expect((await change(first, first.userId, { role: 'viewer' })).code).toBe('last_admin');
      expect((await change(first, first.userId, { name: 'Uno' })).body).toMatchObject({ name: 'Uno', role: 'admin' });

      const second = await join(other, 'admin', 'two@example.org');
      const answers = await Promise.all([
        change(first, second.userId, { role: 'viewer' }),
        change(second, first.userId, { role: 'viewer' }),
      ]);
      // Whoever comes second is out already, or finds themselves the last.
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const [left] = await rows<{ n: number }>(
        other.test.adminDb,
        sql`select count(*)::int as n from users where role = 'admin' and password_hash is not null`,
      );
      expect(left?.n).toBe(1);
    } finally {
      await other.close();
    }
  });
});

describe('repeating', () => {
  it('makes one person of one request that is sent twice, and each caller has keys of its own', async () => {
    const admin = await join(world, 'admin', 'repeat@example.org');
    const headers = { 'idempotency-key': 'same-key' };
    const body = { email: 'once@example.org', name: 'Once', role: 'viewer' };
    const first = await admin.ask('POST', '/v1/users', { body, headers });
    const again = await admin.ask('POST', '/v1/users', { body, headers });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    const byKey = await world.ask('POST', '/v1/users', { body, headers });
    expect(byKey.body['code']).toBe('email_taken');
  });
});

describe('the log', () => {
  it('has no token, no password and no email of those who come and go', async () => {
    let written = '';
    const log = pino(
      { level: 'debug' },
      new Writable({ write: (chunk, _, done) => ((written += String(chunk)), done()) }),
    );
    const app = await createApp(
      { engine: world.engine, inbox: createInbox({ db: world.test.db }), pendingMigrations: async () => 0 },
      { logger: log },
    );
    try {
      const { token } = await invite('quiet@example.org', 'viewer');
      const joined = await browser({ app }).ask('POST', `/v1/invites/${token}`, { body: { password: PASSWORD } });
      const session = joined.cookie?.value ?? '';
      await browser({ app }, session).ask('GET', '/v1/session');
      await browser({ app }).ask('GET', `/v1/invites/${token}`);
      await browser({ app }).ask('POST', '/v1/session', {
        body: { email: 'quiet@example.org', password: 'not this one' },
      });
      expect(written).toContain('/v1/invites/:token');
      for (const secret of [token, session, PASSWORD, 'not this one', 'quiet@example.org']) {
        expect(written).not.toContain(secret);
      }
    } finally {
      await app.close();
    }
  });
});
