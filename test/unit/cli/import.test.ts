import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';
import { documentOf, run } from '../../support/recording-io.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const CAMPAIGN = '01980000-0000-7000-8000-000000000002';
const folder = mkdtempSync(join(tmpdir(), 'outdial-cli-'));
const file = join(folder, 'people.csv');
writeFileSync(file, 'Mobile,name\n2025550123,Ann\n');

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const list = (state: string, more: object = {}) => ({
  id: ID,
  campaignId: null,
  fileName: 'people.csv',
  fileSha256: 'none',
  fileBytes: 27,
  state,
  options: {},
  detected: null,
  rowsRead: 3,
  bytesRead: 27,
  acceptedRows: 2,
  rejectedRows: 0,
  duplicateRows: 1,
  failure: null,
  createdBy: 'test',
  createdAt: '2026-01-06T15:00:00.000Z',
  endedAt: null,
  ...more,
});
const GROUP = {
  severity: 'error',
  code: 'phone_needs_country',
  column: 'Mobile',
  count: 12,
  examples: [{ rowNumber: 7, value: '555 0123', message: 'has no country code' }],
};

/** Takes the upload, then answers as an import whose states are these; the last one stays. */
async function importing(states: readonly object[], groups: readonly object[] = []): Promise<{ apiUrl: string }> {
  const left = [...states];
  stub = await apiStub(({ method, path }): StubAnswer | undefined => {
    if (method === 'POST' && path === '/v1/imports') return { status: 202, body: { importId: ID } };
    if (path === `/v1/imports/${ID}`) return { body: left.length > 1 ? left.shift() : left[0] };
    if (path === `/v1/imports/${ID}/problems/groups`) return { body: { items: groups } };
    if (path === `/v1/campaigns/${CAMPAIGN}/imports`) return { body: { campaignId: CAMPAIGN, importId: ID } };
    return undefined;
  });
  return { apiUrl: stub.url };
}
const sent = (): Request[] => stub?.requests ?? [];

describe('import', () => {
  it('sends the file as it is with how to read it, waits for its end, and gives it to the campaign then', async () => {
    const options = await importing([list('uploaded'), list('working'), list('done')]);
    const words = ['import', file, '--map', 'phone=Mobile', '--map', 'name=name', '--country', 'US', '--no-header'];
    const { code, out, err } = await run(
      [...words, '--default-zone', 'America/New_York', '--campaign', CAMPAIGN],
      options,
    );
    expect(code).toBe(0);
    const [upload] = sent();
    expect(upload?.body).toBe('Mobile,name\n2025550123,Ann\n');
    expect(upload?.headers['content-length']).toBe('27');
    expect(upload?.query.getAll('map')).toEqual(['phone=Mobile', 'name=name']);
    expect(Object.fromEntries(upload?.query ?? [])).toMatchObject({
      fileName: 'people.csv',
      country: 'US',
      zone: 'America/New_York',
      header: 'false',
    });
    expect(
      sent()
        .map(({ method, path }) => `${method} ${path}`)
        .at(-1),
    ).toBe(`POST /v1/campaigns/${CAMPAIGN}/imports`);
    expect(sent().at(-1)?.headers['idempotency-key']).toBe(`${String(upload?.headers['idempotency-key'])}:2`);
    expect(out).toMatch(/accepted: +2\nrejected: +0\nduplicates: +1/);
    // No bar where nobody looks at it.
    expect(err).toBe('');
  });

  it('reads standard input', async () => {
    const { code } = await run(['import', '-'], {
      ...(await importing([list('done')])),
      stdin: 'phone\n+12025550123\n',
    });
    expect(code).toBe(0);
    expect(sent()[0]?.body).toBe('phone\n+12025550123\n');
  });

  it('ends with 2 when rows were set aside, and groups them with the rows they are in', async () => {
    const options = await importing([list('done', { rejectedRows: 12, rowsRead: 15 })], [GROUP]);
    const { code, out } = await run(['import', file], options);
    expect(code).toBe(2);
    expect(out).toContain('12 x phone_needs_country (error) in column "Mobile"');
    expect(out).toContain('row 7 ("555 0123"): has no country code');
    expect(out).toContain(`outdial imports rejects ${ID}`);
  });

  it('ends with 1 when nothing came of it, with the reason and its repair, and leaves the campaign alone', async () => {
    const failure = { code: 'no_phone_column', message: 'No column holds phones.', repair: 'Name it with a mapping.' };
    const options = await importing([list('failed', { failure, acceptedRows: 0 })]);
    const { code, out } = await run(['import', file, '--campaign', CAMPAIGN], options);
    expect(code).toBe(1);
    expect(out).toContain('No column holds phones.\nRepair: Name it with a mapping.');
    expect(sent().some(({ path }) => path.includes('campaigns'))).toBe(false);
  });

  it('is one document with --json', async () => {
    const options = await importing([list('working'), list('done', { rejectedRows: 12 })], [GROUP]);
    const outcome = await run(['import', file, '--json'], options);
    expect(outcome.code).toBe(2);
    expect(documentOf(outcome)).toMatchObject({ import: { acceptedRows: 2, rejectedRows: 12 }, problems: [GROUP] });
    expect(outcome.err).toBe('');
  });

  it('shows a bar on a terminal only', async () => {
    const options = { ...(await importing([list('working'), list('done')])), tty: true };
    expect((await run(['import', file], options)).err).toContain('Reading  [');
  });

  it('refuses a file that is not there or is a folder before anything is sent', async () => {
    const options = await importing([list('done')]);
    expect((await run(['import', join(folder, 'nobody.csv')], options)).code).toBe(2);
    expect((await run(['import', folder], options)).err).toContain('is a folder');
    expect(sent()).toEqual([]);
  });
});
