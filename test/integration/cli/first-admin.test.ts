import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { acceptInvite } from '../../../engine/access/accept-invite.ts';
import { readInvite } from '../../../engine/access/read-invite.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';
import { documentOf, run } from '../../support/recording-io.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());
afterEach(() => vi.unstubAllEnvs());

const firstAdmin = async (...words: string[]) => {
  vi.stubEnv('DATABASE_URL', test.url);
  return await run(['users', 'first-admin', ...words]);
};
const tokenIn = (text: string): string => /#([\w-]{43})/.exec(text)?.[1] ?? '';

it('prints a link from the database, each time a new one, as long as there is nobody', async () => {
  const first = await firstAdmin();
  expect(first.code).toBe(0);
  expect(first.out).toMatch(
    /^Open http:\/\/127\.0\.0\.1:3000\/setup#[\w-]{43} to make the first administrator; it works once, for 24 hours\.\n$/,
  );
  const second = documentOf(await firstAdmin('--json', '--url', 'https://dial.example.org/'));
  expect(String(second['link'])).toMatch(/^https:\/\/dial\.example\.org\/setup#/);

  await expect(readInvite(test, { token: tokenIn(first.out) })).rejects.toMatchObject({ code: 'invite_expired' });
  await acceptInvite(test, {
    token: tokenIn(String(second['link'])),
    email: 'ana@example.org',
    name: 'Ana',
    password: 'plough under lantern',
    from: { address: null, userAgent: null },
  });

  const third = await firstAdmin('--json');
  expect(third.code).toBe(1);
  expect(documentOf(third)).toMatchObject({
    error: { code: 'users_exist', repair: expect.stringContaining('keys create') },
  });
});

it('says what is missing when there is no database', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:9/none');
  const { code, err } = await run(['users', 'first-admin']);
  expect(code).toBe(1);
  expect(err).toContain('The link was not made');
  expect(err).toContain('outdial doctor');
});
