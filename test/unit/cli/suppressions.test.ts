import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const SUPPRESSED = {
  suppressionId: ID,
  already: false,
  contactsEnded: 2,
  inFlight: 0,
  mayStillBegin: 0,
  lastCanEndAt: null,
};
const LIST = {
  id: 3,
  name: 'us-national-dnc',
  purpose: 'marketing',
  channel: 'call',
  source: 'the registry',
  asOf: '2026-01-05',
  ageDays: 40,
  stale: true,
  staleRule: '47 CFR 64.1200(c)(2)(i)(D)',
  fileName: 'dnc.csv',
  sha256: 'abc',
  state: 'done',
  failure: null,
  rowsRead: 3,
  rowsRejected: 1,
  numbers: 2,
  createdBy: 'test',
  createdAt: '2026-01-06T00:00:00.000Z',
  doneAt: '2026-01-06T00:00:01.000Z',
};
const LOADED = {
  listId: 3,
  name: 'us-national-dnc',
  already: false,
  message: '2 numbers count: 2 new, 0 not on it any more.',
  rowsRead: 3,
  rowsRejected: 1,
  rejected: [{ row: 3, value: 'nobody', why: 'not a phone number' }],
  numbers: 2,
  repaired: 0,
  added: 2,
  kept: 0,
  lifted: 0,
  contactsEnded: 5,
};

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
let folder: string | undefined;
afterEach(async () => {
  await stub?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  stub = undefined;
  folder = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const only = (): Request => {
  const [request, ...more] = stub?.requests ?? [];
  if (!request || more.length > 0) throw new Error(`not one request, but ${stub?.requests.length}`);
  return request;
};

describe('outdial suppress', () => {
  it.each([
    ['suppress', 'add', '3055550123'],
    ['suppress', 'list', '--phone', '3055550123'],
    ['suppress', 'lift', '3055550123', '--reason', 'a call'],
    ['consent', 'show', '(305) 555-0123'],
    ['contacts', 'list', '--phone', '3055550123'],
  ])('takes no number whose country stays open: %s %s', async (...words) => {
    const options = await serve(() => ({ status: 500, body: {} }));
    const { code, err } = await run(words, options);
    expect([code > 0, stub?.requests.length]).toEqual([true, 0]);
    expect(err).toContain('+12025550123');
  });

  it.each([
    ['with its verb', ['suppress', 'add', '+12025550123']],
    ['with the number alone', ['suppress', '+12025550123']],
  ])('takes a no and its scope, %s', async (_, words) => {
    const options = await serve(() => ({ status: 201, body: SUPPRESSED }));
    const scope = ['--purpose', 'marketing', '--channel', 'call', '--evidence', 'a letter'];
    const { code, out } = await run([...words, ...scope], options);
    expect(out).toContain('2 waiting contacts ended');
    expect(code).toBe(0);
    expect(JSON.parse(only().body)).toEqual({
      phone: '+12025550123',
      purpose: 'marketing',
      channel: 'call',
      evidence: 'a letter',
    });
  });

  it.each([
    [[], ''],
    [['--lifted'], 'includeLifted=true'],
    [['--lifted-only'], 'onlyLifted=true'],
  ])('lists what was taken back as it is asked: %j', async (flags, query) => {
    const options = await serve(() => ({ body: { items: [], nextCursor: null } }));
    expect((await run(['suppress', 'list', ...flags], options)).code).toBe(0);
    expect(only().query.toString()).toBe(query);
  });

  it('refuses a purpose that is none before anything is sent', async () => {
    const options = await serve(() => undefined);
    const { code, err } = await run(['suppress', '+12025550123', '--purpose', 'fun'], options);
    expect(code).toBe(2);
    expect(err).toContain('--purpose');
    expect(stub?.requests).toEqual([]);
  });

  it('lists what holds for a purpose, with the list that a number is on', async () => {
    const item = {
      id: ID,
      phone: '+12025550123',
      purpose: 'marketing',
      channel: 'call',
      source: 'list',
      list: 'us-national-dnc',
      evidence: 'the registry',
      createdBy: 'test',
      createdAt: '2026-01-06T00:00:00.000Z',
      liftedAt: null,
      liftedBy: null,
      liftedReason: null,
    };
    const options = await serve(() => ({ body: { items: [item], nextCursor: null } }));
    const { out } = await run(['suppress', 'list', '--purpose', 'marketing', '--list', 'us-national-dnc'], options);
    expect(out).toContain('marketing calls');
    expect(out).toContain('us-national-dnc');
    expect(only().query.get('purpose')).toBe('marketing');
    expect(only().query.get('list')).toBe('us-national-dnc');
  });
});

describe('outdial suppressions', () => {
  const load = [
    'suppressions',
    'load',
    '-',
    '--name',
    'us-national-dnc',
    '--purpose',
    'marketing',
    '--channel',
    'call',
    '--source',
    'the registry',
    '--as-of',
    '2026-01-05',
    '--country',
    'US',
  ];

  it('load sends the file as it is, and says what could not be read', async () => {
    const options = await serve(() => ({ status: 201, body: LOADED }));
    const stdin = '202,5550123\n212,5550124\nnobody\n';
    const { code, out } = await run(load, { ...options, stdin });
    expect(code).toBe(0);
    expect(only()).toMatchObject({ method: 'PUT', path: '/v1/suppression-lists/us-national-dnc', body: stdin });
    expect(Object.fromEntries(only().query)).toEqual({
      purpose: 'marketing',
      channel: 'call',
      source: 'the registry',
      asOf: '2026-01-05',
      country: 'US',
      fileName: 'standard-input.csv',
    });
    expect(out).toContain('2 numbers count');
    expect(out).toContain('5 waiting contacts ended');
    expect(out).toContain('row 3: nobody: not a phone number');
  });

  it('load shows on a terminal how much of the file is sent, and with --json one document only', async () => {
    folder = await mkdtemp(join(tmpdir(), 'outdial-cli-'));
    const file = join(folder, 'dnc.csv');
    await writeFile(file, '202,5550123\n');
    const options = await serve(() => ({ status: 201, body: LOADED }));
    const words = ['suppressions', 'load', file, '--name', 'us-national-dnc', '--source', 'x'];
    expect((await run(words, { ...options, tty: true })).err).toContain(
      'Uploading  [##############################]  12 B',
    );
    const quiet = await run([...words, '--json'], { ...options, tty: true });
    expect(documentOf(quiet)).toMatchObject({ numbers: 2, rowsRejected: 1 });
    expect(quiet.err).toBe('');
  });

  it('lists says which list is stale, and by which rule', async () => {
    const options = await serve(() => ({ body: { items: [LIST] } }));
    const { out } = await run(['suppressions', 'lists'], options);
    expect(out).toContain('us-national-dnc');
    expect(out).toContain('stale: 47 CFR 64.1200(c)(2)(i)(D)');
  });

  it('remove takes a list back with its reason', async () => {
    const options = await serve(({ method }) =>
      method === 'GET' ? { body: { ...LIST, loads: [LIST] } } : { body: { name: 'us-national-dnc', lifted: 2 } },
    );
    const words = ['suppressions', 'remove', 'us-national-dnc', '--reason', 'wrong file', '--yes'];
    const { code, out } = await run(words, options);
    expect(code).toBe(0);
    expect(out).toContain('2 numbers of us-national-dnc lifted');
    expect(stub?.requests.at(-1)).toMatchObject({ method: 'DELETE', body: '{"reason":"wrong file"}' });
  });
});
