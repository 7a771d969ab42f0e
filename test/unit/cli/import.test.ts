import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { PIECE_BYTES } from '../../../cli/remote/import/send-pieces.ts';
import { documentOf, run } from '../../support/recording-io.ts';
import { CAMPAIGN, group, ID, importStub, list, LOST_PLUS, problem, type ImportStub } from './import-stub.ts';

const CONTENT = 'Mobile,name\n2025550123,Ann\n';
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'outdial-cli-'));
const file = join(folder, 'people.csv');
writeFileSync(file, CONTENT);

let stub: ImportStub;
afterEach(() => stub.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function importing(...how: Parameters<typeof importStub>): Promise<{ apiUrl: string }> {
  stub = await importStub(...how);
  return { apiUrl: stub.url };
}
const bodyOf = (call: string): unknown => {
  const found = stub.requests.find(({ method, path }) => `${method} ${path}` === call);
  return found === undefined ? undefined : JSON.parse(found.body);
};

describe('import', () => {
  it('sends the file as it is, with how to read it and whose it is, and waits for its end', async () => {
    const states = [list('uploaded'), list('checking'), list('checked'), list('committing'), list('done')];
    const options = await importing(states);
    const words = ['import', file, '--map', 'phone=Mobile', '--map', 'phone=Home', '--country', 'us', '--no-header'];
    const more = ['--fix', 'lost-plus=accept', '--fix', 'lost_zero=refuse', '--duplicates', 'keep-last'];
    const { code, out, err } = await run(
      [...words, ...more, '--default-zone', 'America/New_York', '--campaign', CAMPAIGN],
      options,
    );
    expect(code).toBe(0);
    expect(bodyOf('POST /v1/imports/uploads')).toEqual({
      fileName: 'people.csv',
      fileBytes: 27,
      campaignId: CAMPAIGN,
      wanted: 'commit',
      options: {
        mapping: { phone: ['Mobile', 'Home'] },
        defaultCountry: 'US',
        defaultZone: 'America/New_York',
        hasHeader: false,
        fixes: { lost_plus: 'accept', lost_zero: 'refuse' },
        duplicates: 'keep_last',
      },
    });
    expect(stub.received()).toBe(CONTENT);
    expect(stub.requests[1]?.headers['content-length']).toBe('27');
    expect(bodyOf(`POST /v1/imports/${ID}/content/finish`)).toEqual({ sha256: SHA256 });
    expect(stub.calls().at(-1)).toBe(`GET /v1/imports/${ID}/problems/groups`);
    const once = stub.requests.filter(({ headers }) => headers['idempotency-key'] !== undefined);
    expect(once.map(({ path }) => path)).toEqual(['/v1/imports/uploads']);
    expect(out).toMatch(/accepted: +2\nrejected: +0\nduplicates: +1/);
    // No bar where nobody looks at it.
    expect(err).toBe('');
  });

  it('reads standard input', async () => {
    const options = { ...(await importing([list('done')])), stdin: 'phone\n+12025550123\n' };
    expect((await run(['import', '-'], options)).code).toBe(0);
    expect(stub.received()).toBe('phone\n+12025550123\n');
  });

  it('sends a large list in pieces, and goes on inside a piece that broke', async () => {
    const large = join(folder, 'large.csv');
    const content = `phone\n${'+12025550123\n'.repeat(Math.ceil((PIECE_BYTES * 1.5) / 13))}`;
    writeFileSync(large, content);
    const options = await importing([list('done')], { breaks: [1_000, 0] });
    expect((await run(['import', large], options)).code).toBe(0);
    expect(stub.received() === content).toBe(true);
    const offsets = stub.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ headers }) => headers['upload-offset']);
    expect(offsets.slice(0, 3)).toEqual(['0', '1000', '1000']);
    expect(offsets).toHaveLength(4);
  });

  it('does not send a piece again that the server refuses for what it is', async () => {
    const options = await importing([list('receiving')], {
      answer: ({ method }) =>
        method === 'PUT' ? problem(422, 'file_is_spreadsheet', { repair: 'Export it.' }) : undefined,
    });
    const { code, err } = await run(['import', file], options);
    expect([code, stub.calls().filter((call) => call.startsWith('PUT'))]).toEqual([1, [expect.any(String)]]);
    expect(err).toContain('Repair: Export it.');
    // Nothing waits on the server for bytes that would never come.
    expect(stub.calls()).toContain(`POST /v1/imports/${ID}/cancel`);
  });

  it.each([
    ['--resume', ID, '--country', 'US'],
    ['--resume', ID, '--campaign', CAMPAIGN],
    ['--into', ID, '--fix', 'lost-plus=accept'],
    ['--into', ID, '--name', 'March'],
  ])('refuses options that a list on the server would not heed: %s %s %s', async (...words) => {
    const { code, err } = await run(['import', file, ...words], await importing([list('done')]));
    expect([code, stub.requests]).toEqual([2, []]);
    expect(err).toContain(`outdial imports map ${ID}`);
  });

  it('sends nothing of another file into an upload that broke off', async () => {
    const options = await importing([list('done')], {
      answer: ({ method, path }) =>
        method === 'GET' && path.endsWith('/content')
          ? { body: { importId: ID, offset: 10, totalBytes: CONTENT.length + 1 } }
          : undefined,
    });
    const { code, err } = await run(['import', file, '--resume', ID], options);
    expect([code, stub.calls().filter((call) => call.startsWith('PUT'))]).toEqual([1, []]);
    expect(err).toContain('was begun with');
  });

  it('goes on with an upload that broke off, without sending what is there', async () => {
    const options = await importing([list('done')], { breaks: [10, 0, 0, 0, 0, 0, 0, 0] });
    const broken = await run(['import', file], options);
    expect(broken.code).toBe(1);
    expect(broken.err).toContain(`--resume ${ID}`);
    stub.requests.length = 0;
    const resumed = await run(['import', file, '--resume', ID], options);
    expect(resumed.code).toBe(0);
    const pieces = stub.requests.filter(({ method }) => method === 'PUT');
    expect(pieces.map(({ headers, body }) => [headers['upload-offset'], body])).toEqual([['10', CONTENT.slice(10)]]);
    expect(stub.received()).toBe(CONTENT);
    expect(bodyOf(`POST /v1/imports/${ID}/content/finish`)).toEqual({ sha256: SHA256 });
  });

  it('says when the same file was there before, and goes on all the same', async () => {
    const sameFile = { importId: CAMPAIGN, fileName: 'March', createdAt: '2026-01-05T15:00:00.000Z', state: 'done' };
    const { code, err } = await run(['import', file], await importing([list('done')], { sameFile }));
    expect(code).toBe(0);
    expect(err).toBe(`Already uploaded on 2026-01-05T15:00:00Z as "March" (done): outdial imports show ${CAMPAIGN}\n`);
  });

  it.each([
    ['--draft', 'upload', 'uploaded', 'outdial imports inspect'],
    ['--check', 'check', 'checked', 'outdial imports commit'],
  ])('%s stops there and says what comes next', async (flag, wanted, state, next) => {
    const { code, out } = await run(['import', file, flag], await importing([list(state, { wanted })]));
    expect(code).toBe(0);
    expect(bodyOf('POST /v1/imports/uploads')).toMatchObject({ wanted });
    expect(out).toContain(`${next} ${ID}`);
  });

  it('ends with 2 when rows were set aside, and groups them with the rows they are in', async () => {
    const options = await importing([list('done', { rejectedRows: 12, rowsRead: 15 })], { groups: [group()] });
    const { code, out } = await run(['import', file], options);
    expect(code).toBe(2);
    expect(out).toContain('12 x Number without a country code (phone_needs_country, error) in column "Mobile"');
    expect(out).toContain('row 7 ("555 0123"): has no country code; expected one');
    expect(out).toContain('repair: read them as numbers of a country: --country US');
    expect(out).toContain(`outdial rejects ${ID}`);
  });

  it('names the repair of a group, what it makes of the value, and how it is decided', async () => {
    const { out } = await run(['import', file], await importing([list('done')], { groups: [LOST_PLUS] }));
    expect(out).toContain('row 4 ("12025550123"): has lost its plus; would become "+12025550123"');
    expect(out).toContain('repair lost-plus: put the plus back (likely, loses nothing)');
    expect(out).toContain("--fix lost-plus=accept; for this column alone: --fix 'lost-plus:Mobile=accept'");
  });

  it('ends with 1 when nothing came of it, with the reason and its repair', async () => {
    const failure = { code: 'no_phone_column', message: 'No column holds phones.', repair: 'Name it with a mapping.' };
    const options = await importing([list('failed', { failure, acceptedRows: 0 })]);
    const { code, out } = await run(['import', file, '--campaign', CAMPAIGN], options);
    expect(code).toBe(1);
    expect(out).toContain('No column holds phones.\nRepair: Name it with a mapping.');
  });

  it('is one document with --json', async () => {
    const options = await importing([list('checking'), list('done', { rejectedRows: 12 })], { groups: [group()] });
    const outcome = await run(['import', file, '--json'], options);
    expect(outcome.code).toBe(2);
    expect(documentOf(outcome)).toMatchObject({
      import: { acceptedRows: 2, rejectedRows: 12 },
      upload: { sha256: SHA256 },
      problems: [group()],
    });
    expect(outcome.err).toBe('');
  });

  it('shows how far it is on a terminal only: bytes, rows, seconds left, then contacts', async () => {
    const states = [list('checking', { secondsLeft: 4.2 }), list('committing', { committedRows: 1 }), list('done')];
    const { err } = await run(['import', file], { ...(await importing(states)), tty: true });
    expect(err).toContain('Uploading  [');
    expect(err).toMatch(/Checking {2}\[#+\] {2}100 % {2}3 rows {2}27 B {2}5 s left/);
    expect(err).toMatch(/Committing {2}\[#+-+\] {2}50 % {2}1 of 2 contacts/);
  });

  it('refuses what makes no sense before anything is sent', async () => {
    const options = await importing([list('done')]);
    expect((await run(['import', join(folder, 'nobody.csv')], options)).code).toBe(3);
    expect((await run(['import', folder], options)).err).toContain('is a folder');
    expect((await run(['import', file, '--map', 'colour=Red'], options)).err).toContain('is no mapping');
    expect((await run(['import', file, '--duplicates', 'sometimes'], options)).err).toContain('--duplicates: ');
    expect(stub.requests).toEqual([]);
  });
});

describe('a corrected reject file', () => {
  const refused = { fileRow: 4, rowNumber: null, reason: 'no_row_number', message: 'error_message is gone' };
  const MERGED = { importId: ID, version: 4, merged: 2, unchanged: 3, refused: 1, firstRefused: [refused] };
  const answer: NonNullable<Parameters<typeof importStub>[1]>['answer'] = ({ path }) =>
    path === `/v1/imports/${ID}/rejects` ? { body: MERGED } : undefined;

  it.each([
    ['by its name', `rejects-${ID}.csv`, []],
    ['by --into', 'fix.csv', ['--into', ID]],
  ])('is merged into its draft, known %s', async (_, name, words) => {
    const rejects = join(folder, name);
    writeFileSync(rejects, 'phone,error_code\n+12025550123,x\n');
    const options = await importing([list('checking', { wanted: 'check' }), list('checked', { wanted: 'check' })], {
      answer,
    });
    const { code, err } = await run(['import', rejects, ...words], options);
    expect([code, stub.requests[0]?.body]).toEqual([0, 'phone,error_code\n+12025550123,x\n']);
    expect(err).toContain(
      `Merged 2 rows into ${ID} (version 4); 3 came back as they went.\nLeft out: 1 row\n  row 4 of`,
    );
    expect(stub.calls()).not.toContain('POST /v1/imports/uploads');
  });
});

describe('import undo', () => {
  const answer: NonNullable<Parameters<typeof importStub>[1]>['answer'] = ({ path }) => {
    if (path.endsWith('/undo')) return { body: { importId: ID, state: 'undoing', consentsKept: 3 } };
    if (path.endsWith('/kept')) return { body: { items: [KEPT], nextCursor: null } };
    return undefined;
  };
  const KEPT = {
    contactId: 7,
    rowNumber: 2,
    phone: '+12025550123',
    name: 'Ann',
    state: 'reached',
    reason: null,
    attemptsMade: 1,
    lastOutcome: 'answered',
    lastAttemptAt: '2026-01-06T15:00:00.000Z',
  };

  it('takes a list back, and says who stays', async () => {
    const options = await importing([list('undoing'), list('undone', { undoneRows: 1 })], { answer });
    const { code, out } = await run(['import', 'undo', ID, '--reason', 'wrong list'], options);
    expect(code).toBe(0);
    expect(bodyOf(`POST /v1/imports/${ID}/undo`)).toEqual({ reason: 'wrong list' });
    expect(out).toContain('Taken back: 1 contact of 2.');
    expect(out).toContain('3 consents of its rows stay on record');
    expect(out).toContain(`outdial imports kept ${ID}`);
    expect((await run(['imports', 'kept', ID], options)).out).toContain('+12025550123');
  });

  it('without an id says how a file of that name is imported', async () => {
    await importing([]);
    const { code, err } = await run(['import', 'undo']);
    expect(code).toBe(2);
    expect(err).toContain('a file named "undo": ./undo');
  });
});
