import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, COOKIE, join, PASSWORD, signInAs, type Browser } from './people-world.ts';

const HOUR = 3_600;

let world: ApiWorld;
let admin: Browser & { userId: string };
beforeAll(async () => {
  world = await openApi({ api: { version: '9.9.9' } });
  admin = await join(world, 'first', 'ana@example.org');
});
afterAll(() => world.close());
/** The clock only goes forward here: whoever signed in before may be out by now. */
beforeEach(async () => {
  await world.test.adminDb.execute(sql`delete from login_failures`);
  admin.token = (await signInAs(world, 'ana@example.org')).token;
});

const moveClock = async (seconds: number): Promise<void> => {
  await world.test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${seconds * 1_000}`);
};
const tryAs = (email: string, password: string, headers: Record<string, string> = {}) =>
  browser(world).ask('POST', '/v1/session', { body: { email, password }, headers });

describe('signing in', () => {
  it('says who one is, what one may do, and what kind of installation this is', async () => {
    const answer = await admin.ask('GET', '/v1/session');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { id: admin.userId, name: 'First', email: 'ana@example.org', role: 'admin' },
      scopes: ['admin'],
      mode: 'SIMULATED',
      clockOffsetMs: 0,
      version: '9.9.9',
      temporalUiUrl: null,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('takes the email in any case, and gives another session to each browser', async () => {
    const second = await signInAs(world, 'ANA@Example.org');
    expect(second.token).not.toBe(admin.token);
    expect((await second.ask('GET', '/v1/session')).status).toBe(200);
    expect((await second.ask('DELETE', '/v1/session')).status).toBe(204);
    expect((await second.ask('GET', '/v1/session')).code).toBe('session_expired');
    expect((await admin.ask('GET', '/v1/session')).status).toBe(200);
  });

  it('never goes on with a session that was there before', async () => {
    const planted = await signInAs(world, 'ana@example.org');
    const before = planted.token;
    const again = await planted.ask('POST', '/v1/session', { body: { email: 'ana@example.org', password: PASSWORD } });
    expect(again.status).toBe(200);
    expect(again.cookie?.value).not.toBe(before);
    expect((await planted.ask('GET', '/v1/session')).code).toBe('session_expired');
    const strange = browser(world, 'x'.repeat(43));
    const fresh = await strange.ask('POST', '/v1/session', { body: { email: 'ana@example.org', password: PASSWORD } });
    expect(fresh.cookie?.value).not.toBe('x'.repeat(43));
  });

  it('keeps only a hash of the session, and tells it to nobody but the browser', async () => {
    const mine = await signInAs(world, 'ana@example.org');
    const stored = await firstRow<{ text: string }>(
      world.test.adminDb,
      sql`select (select jsonb_agg(to_jsonb(s))::text from sessions s) || (select jsonb_agg(to_jsonb(a))::text from audit_entries a) as text`,
    );
    expect(stored?.text).toContain(admin.userId);
    expect(stored?.text).not.toContain(mine.token);
  });
});

describe('the cookie', () => {
  const flagsAt = async (headers: Record<string, string>, from: string | null = null) => {
    const answer = await browser(world).ask('POST', '/v1/session', {
      body: { email: 'ana@example.org', password: PASSWORD },
      headers,
      from,
    });
    if (!answer.cookie) throw new Error(answer.text);
    const { name, secure, httpOnly, sameSite, path, domain, maxAge } = answer.cookie;
    return { name, secure, httpOnly, sameSite, path, domain, maxAge };
  };
  const flags = { httpOnly: true, sameSite: 'Lax', path: '/', domain: undefined, maxAge: 7 * 24 * HOUR };
  const secure = { name: COOKIE, secure: true, ...flags };

  it('is bound to this host and to https, also behind a proxy, and on loopback', async () => {
    expect(await flagsAt({ host: 'dial.example.org', origin: 'https://dial.example.org' })).toEqual(secure);
    expect(await flagsAt({ host: 'api:3000' }, 'same-origin')).toEqual(secure);
    for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000']) {
      expect(await flagsAt({ host, origin: `http://${host}` })).toEqual(secure);
    }
  });

  it('has another name over plain http from elsewhere, where no browser would take that one', async () => {
    const plain = { name: 'outdial', secure: undefined, ...flags };
    expect(await flagsAt({ host: '10.0.0.5:3000', origin: 'http://10.0.0.5:3000' })).toEqual(plain);
  });

  it('of the plain name counts for nothing over https: a neighbouring host may have set it', async () => {
    const { token } = await signInAs(world, 'ana@example.org');
    const ask = (host: string, from: string | null) =>
      browser(world).ask('GET', '/v1/session', { from, headers: { host, cookie: `outdial=${token}` } });
    expect((await ask('10.0.0.5:3000', null)).status).toBe(200);
    expect((await ask('dial.example.org', 'same-origin')).code).toBe('session_missing');
  });

  it('is taken back at the sign-out', async () => {
    const mine = await signInAs(world, 'ana@example.org');
    const answer = await mine.ask('DELETE', '/v1/session');
    expect(String(answer.headers['set-cookie'])).toMatch(/__Host-outdial=;[^,]*Expires=Thu, 01 Jan 1970/);
  });
});

describe('a session', () => {
  it('ends when it is not used for twelve hours, and not before', async () => {
    const mine = await signInAs(world, 'ana@example.org');
    await moveClock(12 * HOUR - 60);
    expect((await mine.ask('GET', '/v1/session')).status).toBe(200);
    await moveClock(12 * HOUR - 60);
    expect((await mine.ask('GET', '/v1/session')).status).toBe(200);
    await moveClock(12 * HOUR);
    expect((await mine.ask('GET', '/v1/session')).body).toMatchObject({ status: 401, code: 'session_expired' });
  });

  it('ends after seven days, however much it is used', async () => {
    const mine = await signInAs(world, 'ana@example.org');
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      await moveClock(8 * HOUR);
      expect([hours, (await mine.ask('GET', '/v1/session')).status]).toEqual([hours, 200]);
    }
    await moveClock(8 * HOUR);
    expect((await mine.ask('GET', '/v1/session')).code).toBe('session_expired');
  });

  it('is stamped at most once a minute', async () => {
    const mine = await signInAs(world, 'ana@example.org');
    const stamp = () =>
      firstRow<{ at: string }>(world.test.adminDb, sql`select max(last_seen_at)::text as at from sessions`);
    const first = await stamp();
    await moveClock(50);
    await mine.ask('GET', '/v1/session');
    expect(await stamp()).toEqual(first);
    await moveClock(20);
    await mine.ask('GET', '/v1/session');
    expect(await stamp()).not.toEqual(first);
  });

  it('that is missing is told apart from one that has ended', async () => {
    expect((await browser(world).ask('GET', '/v1/session')).body).toMatchObject({
      status: 401,
      code: 'session_missing',
      repair: 'Sign in.',
    });
    expect((await browser(world).ask('GET', '/v1/campaigns')).code).toBe('session_missing');
    for (const token of ['x'.repeat(43), 'short', "' or 1=1 --"]) {
      expect((await browser(world, encodeURIComponent(token)).ask('GET', '/v1/campaigns')).code).toBe(
        'session_expired',
      );
    }
  });

  it('is nothing that a key has', async () => {
    expect((await world.ask('GET', '/v1/session')).body).toMatchObject({ status: 401, code: 'session_missing' });
  });

  it('gives way to a key that is sent beside it', async () => {
    const viewer = await join(world, 'viewer', 'key@example.org');
    const headers = { authorization: `Bearer ${world.adminKey}` };
    expect((await viewer.ask('GET', '/v1/keys', { headers })).status).toBe(200);
    expect((await viewer.ask('GET', '/v1/keys', { headers: { authorization: 'Bearer nonsense' } })).code).toBe(
      'key_unknown',
    );
  });
});

describe('wrong passwords', () => {
  it('get one answer, whether the person exists, has not joined, or is disabled', async () => {
    await world.ask('POST', '/v1/users', { body: { email: 'new@example.org', name: 'New', role: 'viewer' } });
    const gone = await join(world, 'viewer', 'gone@example.org');
    await admin.ask('PATCH', `/v1/users/${gone.userId}`, { body: { disabled: true } });
    const answers = await Promise.all([
      tryAs('ana@example.org', 'not the password'),
      tryAs('nobody@example.org', PASSWORD),
      tryAs('new@example.org', PASSWORD),
      tryAs('gone@example.org', PASSWORD),
    ]);
    for (const { status, body, cookie } of answers) {
      expect({ status, cookie }).toEqual({ status: 401, cookie: undefined });
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
    expect(answers[0]?.body).toMatchObject({ code: 'login_wrong', repair: expect.any(String) });
    expect(answers[0]?.headers['www-authenticate']).toBeDefined();
  });

  it('cost a growing wait after five, which the right one has to keep too', async () => {
    const person = await join(world, 'viewer', 'slow@example.org');
    for (let tries = 0; tries < 5; tries++) expect((await tryAs('slow@example.org', 'wrong')).code).toBe('login_wrong');
    const limited = await tryAs('slow@example.org', PASSWORD);
    expect(limited.body).toMatchObject({ status: 429, code: 'login_limited' });
    const { retryAfterSeconds } = limited.body;
    expect(retryAfterSeconds).toBeGreaterThan(25);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
    expect(limited.headers['retry-after']).toBe(String(retryAfterSeconds));
    expect((await person.ask('GET', '/v1/session')).status).toBe(200);
    await moveClock(31);
    expect((await tryAs('slow@example.org', 'wrong')).code).toBe('login_wrong');
    expect((await tryAs('slow@example.org', PASSWORD)).body['retryAfterSeconds']).toBeGreaterThan(55);
    await moveClock(61);
    expect((await tryAs('slow@example.org', PASSWORD)).status).toBe(200);
    expect((await tryAs('slow@example.org', 'wrong')).code).toBe('login_wrong');
  });

  it('are five when a hundred come at once', async () => {
    const codes = await Promise.all(
      Array.from({ length: 100 }, async () => (await tryAs('many@example.org', 'wrong')).code),
    );
    expect(codes.filter((code) => code === 'login_wrong')).toHaveLength(5);
    expect(codes.filter((code) => code === 'login_limited')).toHaveLength(95);
  });

  it('of one address against many people are stopped as well', async () => {
    const codes: unknown[] = [];
    for (let at = 0; at < 21; at++) codes.push((await tryAs(`person${at}@example.org`, 'wrong')).code);
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'login_wrong'));
    expect(codes[20]).toBe('login_limited');
  });

  it('are forgotten after a while, and their rows deleted', async () => {
    for (let tries = 0; tries < 5; tries++) await tryAs('old@example.org', 'wrong');
    await moveClock(16 * 60);
    expect((await tryAs('old@example.org', 'wrong')).code).toBe('login_wrong');
    const left = await firstRow<{ n: number }>(
      world.test.adminDb,
      sql`select coalesce(sum(count), 0)::int as n from login_failures where subject = 'email:old@example.org'`,
    );
    expect(left?.n).toBe(1);
  });
});

describe('a password of one’s own', () => {
  it('is changed with the current one, and ends the other sessions', async () => {
    const mine = await join(world, 'operator', 'change@example.org');
    const other = await signInAs(world, 'change@example.org');
    const change = (current: string, next: string) =>
      mine.ask('PUT', '/v1/session/password', { body: { current, next } });
    expect((await change('not the password', 'seven lanterns under')).body).toMatchObject({
      status: 422,
      code: 'password_wrong',
    });
    expect((await change(PASSWORD, 'password1234')).code).toBe('password_common');
    expect((await change(PASSWORD, 'seven lanterns under')).status).toBe(204);
    expect((await mine.ask('GET', '/v1/session')).status).toBe(200);
    expect((await other.ask('GET', '/v1/session')).code).toBe('session_expired');
    expect((await tryAs('change@example.org', PASSWORD)).code).toBe('login_wrong');
    expect((await tryAs('change@example.org', 'seven lanterns under')).status).toBe(200);
  });

  it('cannot be guessed with a borrowed session', async () => {
    const mine = await join(world, 'operator', 'guess@example.org');
    const guess = () =>
      mine.ask('PUT', '/v1/session/password', { body: { current: 'x', next: 'seven lanterns under' } });
    for (let tries = 0; tries < 5; tries++) expect((await guess()).code).toBe('password_wrong');
    expect((await guess()).body).toMatchObject({ status: 429, code: 'login_limited' });
  });
});

describe('another site', () => {
  it('makes no browser do anything with its session', async () => {
    const change = (options: { from: string | null; headers?: Record<string, string> }) =>
      admin.ask('POST', '/v1/templates', { body: { name: `t${Math.random()}`, body: 'x' }, ...options });
    for (const from of ['cross-site', 'same-site']) {
      expect((await change({ from })).body).toMatchObject({
        status: 403,
        code: 'cross_site',
        repair: expect.any(String),
      });
    }
    expect((await change({ from: null })).code).toBe('cross_site');
    expect((await change({ from: null, headers: { origin: 'https://evil.example' } })).code).toBe('cross_site');
    expect((await change({ from: null, headers: { origin: 'null' } })).code).toBe('cross_site');
    // Older browsers say only the origin; where both are said the stricter one counts.
    expect((await change({ from: null, headers: { origin: 'http://127.0.0.1:3000' } })).status).toBe(201);
    expect((await change({ from: 'cross-site', headers: { origin: 'http://127.0.0.1:3000' } })).code).toBe(
      'cross_site',
    );
    expect((await change({ from: 'none' })).status).toBe(201);
  });

  it('signs nobody in, not even as somebody else', async () => {
    const body = { email: 'ana@example.org', password: PASSWORD };
    for (const from of ['cross-site', 'same-site', null]) {
      expect((await browser(world).ask('POST', '/v1/session', { body, from })).code).toBe('cross_site');
    }
  });

  it('is no matter for keys, which no browser sends by itself', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const answer = await world.ask('POST', '/v1/templates', { body: { name: 'by key', body: 'x' }, headers });
    expect(answer.status).toBe(201);
  });
});
