import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { CAMPAIGN, ID, importStub, list, LOST_PLUS, problem, type ImportStub } from './import-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'outdial-cli-'));
let stub: ImportStub;
afterEach(() => stub.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BASE = `/v1/imports/${ID}`;
const CHANGED = { importId: ID, version: 4, recheck: 'rows', rows: 2 };
const STEP = { importId: ID, version: 4, state: 'uploaded' };
const MAPPING = {
  id: CAMPAIGN,
  name: 'CRM',
  headers: ['mobile'],
  mapping: { phone: ['Mobile', 'Home'] },
  ignore: ['Notes'],
  createdBy: 'test',
  createdAt: '2026-01-06T15:00:00.000Z',
  usedAt: null,
};
const INSPECTION = {
  layout: {
    encoding: 'windows-1252',
    encodingReason: 'not valid UTF-8',
    encodingSure: 'doubtful',
    encodingAlternatives: ['iso-8859-15'],
    delimiter: '\t',
    delimiterReason: 'every row has it',
    delimiterSure: 'certain',
    quote: '"',
    quoteReason: 'usual',
    quoteSure: 'likely',
    hasHeader: true,
    headerReason: 'names',
    headerSure: 'certain',
    header: ['Mobile'],
    firstDataRow: 2,
    columns: [
      {
        index: 0,
        header: 'Mobile',
        use: 'phone',
        variable: null,
        place: 1,
        kind: 'phone',
        reason: 'by its header',
        confidence: 'certain',
      },
    ],
  },
  profile: [
    {
      fillRate: 0.98,
      samples: ['0171 123'],
      shares: { phone: 1, zone: 0, date: 0, email: 0, number: 0, country: 0, postcode: 0, fullPostcode: 0 },
    },
  ],
  questions: [
    {
      code: 'c',
      message: 'Two columns may be the name.',
      repair: 'Say which.',
      target: 'name',
      candidates: [0],
      blocking: false,
    },
    {
      code: 'c',
      message: 'Two columns hold phones.',
      repair: 'Name one.',
      target: 'phone',
      candidates: [0],
      blocking: true,
    },
  ],
  savedMapping: { ...MAPPING, applied: false },
  sameFile: [{ importId: CAMPAIGN, fileName: 'March', createdAt: '2026-01-06T15:00:00.000Z', state: 'done' }],
  rowCount: { rows: 41_204, exact: false },
  templateCheck: { needed: [], missing: [], suggestions: {} },
  rows: [{ rowNumber: 2, cells: ['0171 123'], accepted: null, findings: [] }],
};

/** An import in this state; every edit is taken. */
async function draft(
  state: string,
  options: { groups?: readonly object[]; refuse?: ReturnType<typeof problem>; next?: readonly object[] } = {},
): Promise<{ apiUrl: string }> {
  const states = [list(state, { wanted: state === 'uploaded' ? 'upload' : 'check' }), ...(options.next ?? [])];
  stub = await importStub(states, {
    groups: options.groups ?? [],
    answer: ({ method, path }) => {
      if (path === `${BASE}/inspect`) return { body: INSPECTION };
      if (path.startsWith('/v1/import-mappings')) return mappings(method);
      if (path === '/v1/imports') return { body: { items: [list('checked')], nextCursor: null } };
      if (method === 'GET') return undefined;
      if (options.refuse) return options.refuse;
      if (path === BASE || path === `${BASE}/fixes`) return { body: CHANGED };
      if (path === `${BASE}/rows/7`)
        return { body: { importId: ID, rowNumber: 7, version: 4, verdict: 'pending', cells: [] } };
      if (path === `${BASE}/check`) return { status: 202, body: STEP };
      if (path === `${BASE}/commit`) return { status: 202, body: { ...STEP, campaignId: CAMPAIGN } };
      if (path === `/v1/campaigns/${CAMPAIGN}/stop-list`) return { status: 202, body: { importId: ID } };
      return undefined;
    },
  });
  return { apiUrl: stub.url };
}
const mappings = (method: string) => {
  if (method === 'DELETE') return { body: { done: true } };
  return method === 'POST' ? { status: 201, body: MAPPING } : { body: { items: [MAPPING] } };
};
const bodyOf = (call: string): unknown => {
  const found = stub.requests.find(({ method, path }) => `${method} ${path}` === call);
  return found === undefined ? undefined : JSON.parse(found.body);
};

it('lists uploads in the order that was asked for', async () => {
  const options = await draft('checked');
  const { out } = await run(
    ['imports', 'list', '--sort', 'rows', '--direction', 'desc', '--state', 'checked'],
    options,
  );
  expect(out).toContain('people.csv');
  const [asked] = stub.requests;
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({ sort: 'rows', direction: 'desc', state: 'checked' });
});

describe('editing a draft', () => {
  it('names the version that stands, unless another one was seen', async () => {
    const options = await draft('checked', { groups: [LOST_PLUS] });
    const { code, out } = await run(['imports', 'fix', ID, '--fix', 'lost-plus=accept'], options);
    expect(code).toBe(0);
    expect(bodyOf(`POST ${BASE}/fixes`)).toEqual({ version: 3, fixes: { lost_plus: 'accept' } });
    expect(out).toContain('12 x Number that lost its plus (phone_lost_plus, error)');
    await stub.close();
    const again = await draft('checked');
    await run(
      ['imports', 'fix', ID, '--fix', 'lost-plus:Home=refuse', '--fix', 'letters=undecided', '--seen', '2'],
      again,
    );
    expect(bodyOf(`POST ${BASE}/fixes`)).toEqual({
      version: 2,
      fixes: { 'lost_plus:Home': 'refuse', letters: 'undecided' },
    });
    expect((await run(['imports', 'fix', ID, '--fix', 'letters'], again)).err).toContain('decides nothing');
  });

  it('waits until the rows that it touched are checked again', async () => {
    const pending = list('checked', { wanted: 'check', hasPendingRows: true });
    const next = [pending, list('checked', { wanted: 'check', acceptedRows: 40 })];
    const { out } = await run(['imports', 'fix', ID, '--fix', 'lost-plus=accept'], await draft('checked', { next }));
    expect(out).toMatch(/accepted: +40/);
  });

  it('says who came first, when, and the next command', async () => {
    const refuse = problem(409, 'draft_changed', {
      detail: 'key:abc changed "people.csv" at 2026-01-06T15:00:00Z: it is now version 5.',
    });
    const options = await draft('checked', { refuse });
    const { code, err } = await run(['imports', 'edit', ID, '7', '--set', 'Mobile=+12025550123'], options);
    expect(code).toBe(1);
    expect(bodyOf(`PATCH ${BASE}/rows/7`)).toEqual({ version: 3, cells: { Mobile: '+12025550123' } });
    expect(err).toContain('key:abc changed "people.csv" at 2026-01-06T15:00:00Z');
    expect(err).toContain(`outdial imports show ${ID}`);
  });

  it('maps columns, takes options back, and takes what was saved for these headers', async () => {
    const options = await draft('uploaded');
    const words = ['--map', 'name=First', '--country', 'de', '--reset', 'delimiter', '--name', 'March', '--saved'];
    expect((await run(['imports', 'map', ID, ...words], options)).code).toBe(0);
    expect(bodyOf(`PATCH ${BASE}`)).toEqual({
      version: 3,
      fileName: 'March',
      options: { mapping: { name: ['First'] }, ignore: ['Notes'], delimiter: null, defaultCountry: 'DE' },
    });
    const nothing = await run(['imports', 'map', ID], options);
    expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('Nothing is changed')]);
    expect((await run(['imports', 'map', ID, '--reset', 'colour'], options)).code).toBe(2);
  });

  it('is checked, and committed into a campaign', async () => {
    const options = await draft('checking', { next: [list('checked', { wanted: 'check', rejectedRows: 1 })] });
    await run(['imports', 'check', ID], options);
    expect(bodyOf(`POST ${BASE}/check`)).toEqual({});
    const words = ['imports', 'commit', ID, '--campaign', CAMPAIGN, '--all-or-nothing', '--seen', '3'];
    const { code } = await run(words, options);
    expect(bodyOf(`POST ${BASE}/commit`)).toEqual({ version: 3, campaignId: CAMPAIGN, badRows: 'refuse' });
    expect(code).toBe(2);
  });

  it('is committed without its bad rows, also when it came to be taken whole', async () => {
    const options = await draft('checked');
    await run(['imports', 'commit', ID, '--skip-bad-rows'], options);
    expect(bodyOf(`POST ${BASE}/commit`)).toEqual({ badRows: 'skip' });
    const both = await run(['imports', 'commit', ID, '--skip-bad-rows', '--all-or-nothing'], options);
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('Choose one')]);
  });

  it('says the command that leaves bad rows out', async () => {
    const refuse = problem(409, 'draft_has_bad_rows', { detail: '3 rows of "people.csv" are set aside.' });
    const { err } = await run(['imports', 'commit', ID], await draft('checked', { refuse }));
    expect(err).toContain(`outdial imports commit ${ID} --skip-bad-rows`);
  });

  it('ends with 1 when it could not be committed, though the draft waits', async () => {
    const failure = { code: 'draft_has_bad_rows', message: '1 row cannot be used.', repair: 'Repair it.' };
    const options = await draft('checked', { next: [list('checked', { wanted: 'check', failure })] });
    const outcome = await run(['imports', 'commit', ID], options);
    expect(outcome.code).toBe(0);
    expect((await run(['imports', 'commit', ID], options)).code).toBe(1);
  });
});

describe('looking at a draft', () => {
  it('shows how it would be read, with doubts, questions, and what was there before', async () => {
    const options = await draft('uploaded');
    const { out } = await run(['imports', 'inspect', ID, '--encoding', 'utf-8', '--map', 'phone=#1'], options);
    expect(stub.requests[0]?.query.toString()).toBe('map=phone%3D%231&encoding=utf-8');
    expect(out).toContain('encoding:  windows-1252 (doubtful: not valid UTF-8; or iso-8859-15)');
    expect(out).toContain('delimiter: tab (certain: every row has it)');
    expect(out).toMatch(/1 {2}Mobile {2}phone 2/);
    expect(out).toMatch(/Mobile +98 % +0171 123/);
    expect(out.indexOf('To be answered first: Two columns hold phones.')).toBeLessThan(out.indexOf('Doubtful: Two'));
    expect(out).toContain('Saved for these headers as "CRM": phone=Mobile, phone=Home (use it with --saved)');
    expect(out).toContain('Already uploaded on 2026-01-06T15:00:00Z as "March" (done)');
  });

  it('groups its problems in the words of the check, with totals', async () => {
    const options = await draft('checked', { groups: [LOST_PLUS] });
    const { out } = await run(['imports', 'problems', ID, '--grouped'], options);
    expect(out).toContain('2 ready, 0 fixable, 0 rejected, 1 duplicate, 0 suppressed, of 3 rows');
    expect(out).toContain('repair lost-plus: put the plus back');
    expect(documentOf(await run(['imports', 'problems', ID, '--grouped', '--json'], options))).toMatchObject({
      items: [LOST_PLUS],
    });
  });
});

describe('saved mappings', () => {
  it('are listed, saved and removed', async () => {
    const options = await draft('checked');
    expect((await run(['imports', 'mappings', 'list'], options)).out).toContain('phone=Mobile, phone=Home');
    await run(['imports', 'mappings', 'save', ID, '--name', 'CRM'], options);
    expect(bodyOf('POST /v1/import-mappings')).toEqual({ importId: ID, name: 'CRM' });
    expect((await run(['imports', 'mappings', 'remove', CAMPAIGN], options)).out).toBe('Removed.\n');
    expect(stub.calls()).toContain(`DELETE /v1/import-mappings/${CAMPAIGN}`);
  });
});

describe('campaign stop-list', () => {
  const stop = { purpose: 'stop', stoppedContacts: 2 };

  it('sends the file and says how many people it took out', async () => {
    const file = join(folder, 'stop.csv');
    writeFileSync(file, 'phone\n+12025550123\n');
    const options = await draft('checking', { next: [list('done', stop)] });
    const { code, out } = await run(['campaign', 'stop-list', CAMPAIGN, file, '--country', 'US'], options);
    expect(code).toBe(0);
    const [sent] = stub.requests;
    expect([sent?.body, sent?.query.toString()]).toEqual(['phone\n+12025550123\n', 'fileName=stop.csv&country=US']);
    expect(out).toMatch(/stopped: +2 contacts/);
    // There is nothing to take back.
    expect(out).not.toContain('import undo');
  });
});

it('rejects stands at the top as well, since it is what people look for', async () => {
  stub = await importStub([], {
    answer: ({ path }) =>
      path === `${BASE}/rejects.csv` ? { body: 'phone,error_code\n', type: 'text/csv' } : undefined,
  });
  expect((await run(['rejects', ID], { apiUrl: stub.url })).out).toBe('phone,error_code\n');
  expect((await run(['imports', 'rejects', ID], { apiUrl: stub.url })).out).toBe('phone,error_code\n');
});
