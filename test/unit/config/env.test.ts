import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  apiConfig,
  clientConfig,
  dataFiles,
  EnvironmentError,
  givenServers,
  workerConfig,
} from '../../../config/env.ts';
import { VARIABLES } from '../../../config/variables.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const COMPLETE = {
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/outdial',
  REDIS_URL: 'redis://:p@127.0.0.1:6379',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  OUTDIAL_SECRET_KEY: KEY,
};

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

test('a complete environment becomes typed values with defaults', () => {
  expect(workerConfig(COMPLETE)).toEqual({
    databaseUrl: COMPLETE.DATABASE_URL,
    redisUrl: COMPLETE.REDIS_URL,
    temporal: { address: '127.0.0.1:7233', namespace: 'default', security: {} },
    taskQueue: 'outdial',
    secretKey: Buffer.alloc(32, 7),
    filesFolder: '.outdial/files',
    logLevel: 'info',
    privateWebhooks: false,
  });
  expect(apiConfig({ ...COMPLETE, OUTDIAL_WEBHOOKS_PRIVATE: '1' }).privateWebhooks).toBe(true);
  expect(
    apiConfig({ ...COMPLETE, OUTDIAL_API_PORT: '8080', OUTDIAL_PUBLIC_URL: 'https://dial.example.org/' }),
  ).toMatchObject({ host: '127.0.0.1', port: 8080, publicUrl: 'https://dial.example.org' });
});

test('an installation may name rule files and zone rules of its own, for every process alike', () => {
  const files = { OUTDIAL_LAW: '/etc/outdial/law', OUTDIAL_ZONES: '/etc/outdial/zones.json' };
  const expected = { lawFolder: files.OUTDIAL_LAW, zonesFile: files.OUTDIAL_ZONES };
  expect(apiConfig({ ...COMPLETE, ...files })).toMatchObject(expected);
  expect(workerConfig({ ...COMPLETE, ...files })).toMatchObject(expected);
  expect(dataFiles(files)).toEqual(expected);
  expect(dataFiles({ OUTDIAL_LAW: '' })).toEqual({});
});

test('the api needs neither Temporal nor Redis', () => {
  const { DATABASE_URL, OUTDIAL_SECRET_KEY } = COMPLETE;
  expect(apiConfig({ DATABASE_URL, OUTDIAL_SECRET_KEY }).databaseUrl).toBe(DATABASE_URL);
});

test('all problems are listed at once, each with its repair', () => {
  const problems = problemsOf(() =>
    workerConfig({ DATABASE_URL: 'mysql://x/y', TEMPORAL_ADDRESS: 'http://127.0.0.1:7233', OUTDIAL_LOG_LEVEL: 'loud' }),
  );
  expect(problems).toHaveLength(5);
  for (const part of [
    'DATABASE_URL is not an address',
    'TEMPORAL_ADDRESS is not host:port',
    'OUTDIAL_LOG_LEVEL is not',
  ]) {
    expect(problems.join('\n')).toContain(part);
  }
  expect(problems).toContainEqual(expect.stringMatching(/^REDIS_URL is missing: .*outdial up/));
  expect(problems).toContainEqual(expect.stringMatching(/^OUTDIAL_SECRET_KEY is missing: .*openssl/));
});

test.each([
  [{ OUTDIAL_SECRET_KEY_OLD: KEY }, /equals OUTDIAL_SECRET_KEY/],
  [{ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }, /needs TLS/],
  [{ TEMPORAL_TLS_CLIENT_CERT_PATH: '/c' }, /KEY_PATH is missing/],
  [{ OUTDIAL_PUBLIC_URL: 'http://dial.example.org' }, /use https/],
  [{ OUTDIAL_PUBLIC_URL: 'https://dial.example.org/hooks' }, /origin only/],
  [{ OUTDIAL_API_PROT: '80' }, /OUTDIAL_API_PROT is not a variable/],
  [{ OUTDIAL_SECRET_KEY: 'short' }, /32 bytes/],
  [{ OUTDIAL_SECRET_KEY_OLD: 'short' }, /32 bytes/],
])('%o is refused with its reason', (extra, reason) => {
  const problems = problemsOf(() => workerConfig({ ...COMPLETE, ...extra }));
  expect(problems).toEqual([expect.stringMatching(reason)]);
});

test('an old key beside a new one, and the servers of a test, are fine', () => {
  const extra = { OUTDIAL_SECRET_KEY_OLD: OTHER_KEY, OUTDIAL_TEST_DATABASE_URL: 'x' };
  expect(workerConfig({ ...COMPLETE, ...extra }).oldSecretKey).toEqual(Buffer.alloc(32, 8));
});

test('an empty variable counts as absent', () => {
  expect(givenServers({ DATABASE_URL: '', REDIS_URL: COMPLETE.REDIS_URL })).toEqual({ redisUrl: COMPLETE.REDIS_URL });
  expect(clientConfig({ OUTDIAL_API_KEY: '' })).toEqual({ apiUrl: 'http://127.0.0.1:3000' });
});

test('.env.example names exactly the variables that are read, and shows their defaults', () => {
  const lines = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8').matchAll(
    /^#?([A-Z_]+)=(.*)$/gm,
  );
  const shown = new Map([...lines].map(([, name = '', value = '']) => [name, value]));
  const ours = [...shown.keys()].filter((name) => !name.startsWith('STACK_'));
  expect(ours.sort()).toEqual(Object.keys(VARIABLES).sort());
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const standard = schema.safeParse(undefined);
    if (standard.success && standard.data !== undefined) expect(shown.get(name)).toBe(String(standard.data));
  }
});
