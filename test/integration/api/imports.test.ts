import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FileStoreFullError } from '../../../engine/deps.ts';
import { runImport } from '../../../engine/importing/run-import.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const MAX_BYTES = 100_000;
let world: ApiWorld;
beforeAll(async () => {
  world = await openApi({ api: { limits: { uploadBytes: MAX_BYTES } } });
});
afterAll(() => world.close());

const CSV = 'Mobile,First,City\n+12125550101,Ann,Rome\n(212) 555-0102,Ben,Oslo\nnot a phone,Cem,Bonn\n';
const upload = (raw: string | Buffer, query = '', headers: Record<string, string> = {}) =>
  world.ask('POST', `/v1/imports${query}`, { raw, headers: { 'content-type': 'text/csv', ...headers } });

function form(fields: Record<string, string>, file: { name: string; content: string } | null) {
  const boundary = '----outdial-test';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  if (file) {
    parts.push(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n${file.content}\r\n`,
    );
  }
  return world.ask('POST', '/v1/imports', {
    raw: `${parts.join('')}--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
}

it('takes a list as the body, and tells what was read and what was set aside', async () => {
  const sent = await upload(CSV, '?fileName=march.csv&country=us&map=phone%3DMobile&map=name%3DFirst');
  expect(sent.status).toBe(202);
  const importId = sent.field('importId');
  expect((await world.ask('GET', `/v1/imports/${importId}`)).body).toMatchObject({
    state: 'uploaded',
    fileName: 'march.csv',
  });

  const seen = await world.ask('GET', `/v1/imports/${importId}/inspect`);
  expect(seen.status).toBe(200);
  expect(seen.body).toMatchObject({
    layout: { columns: [{ use: 'phone', header: 'Mobile' }, { use: 'name' }, { use: 'variable' }] },
    rows: [{ accepted: { phones: [{ phone: '+12125550101' }], name: 'Ann', variables: { city: 'Rome' } } }, {}, {}],
  });

  expect((await runImport(world.engine, importId)).outcome).toBe('done');
  expect((await world.ask('GET', `/v1/imports/${importId}`)).body).toMatchObject({
    state: 'done',
    rowsRead: 3,
    acceptedRows: 2,
    rejectedRows: 1,
    duplicateRows: 0,
  });
  const problems = await world.ask('GET', `/v1/imports/${importId}/problems?severity=error`);
  expect(problems.body).toMatchObject({
    items: [{ rowNumber: 4, severity: 'error', value: 'not a phone' }],
    nextCursor: null,
  });
  const groups = await world.ask('GET', `/v1/imports/${importId}/problems/groups`);
  expect(groups.body).toMatchObject({
    totals: { rows: 3, ready: 2, rejected: 1, duplicates: 0 },
    items: [{ severity: 'error', count: 1, examples: [{ rowNumber: 4 }] }, { severity: 'info' }, { severity: 'info' }],
  });
  const rejects = await world.ask('GET', `/v1/imports/${importId}/rejects.csv`);
  // Its encoding is that of the list, whichever it is.
  expect(rejects.headers['content-type']).toBe('text/csv');
  expect(rejects.text).toContain('not a phone,Cem,Bonn');
  expect((await world.ask('GET', '/v1/imports?state=done')).body.items).toHaveLength(1);
});

it('takes a list as the file of a form, with its options before it', async () => {
  const sent = await form({ country: 'US', map: 'phone=Mobile', required: 'City' }, { name: 'form.csv', content: CSV });
  expect(sent.status).toBe(202);
  const found = await world.ask('GET', `/v1/imports/${sent.field('importId')}`);
  expect(found.body).toMatchObject({
    fileName: 'form.csv',
    options: { defaultCountry: 'US', mapping: { phone: ['Mobile'] }, requiredVariables: ['City'] },
  });
});

it('pages through problems by the cursor of the last page', async () => {
  const rows = Array.from({ length: 7 }, (_, n) => `bad ${n}`).join('\n');
  const sent = await upload(`phone\n+12125550103\n${rows}\n`);
  await runImport(world.engine, sent.field('importId'));
  const seen: unknown[] = [];
  let cursor = '';
  for (let pages = 0; pages < 10; pages++) {
    const answer = await world.ask('GET', `/v1/imports/${sent.field('importId')}/problems?limit=3${cursor}`);
    seen.push(...(Array.isArray(answer.body.items) ? answer.body.items : []));
    if (answer.body.nextCursor === null) break;
    cursor = `&cursor=${answer.field('nextCursor')}`;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen.map((item) => JSON.stringify(item))).size).toBe(7);
  const wrong = await world.ask('GET', `/v1/imports/${sent.field('importId')}/problems?cursor=zzz`);
  expect(wrong.body).toMatchObject({ status: 422, code: 'cursor_invalid' });
});

it('refuses what is no list, in words that say what it is', async () => {
  const zip = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(5_000, 1)]);
  const cases: [string | Buffer, number, RegExp][] = [
    ['', 422, /file_empty|body_missing/],
    ['\n\n', 422, /file_empty/],
    [zip, 422, /file_is_/],
    [Buffer.alloc(5_000, 0), 422, /file_is_|file_empty/],
    ['phone\n' + '+12125550104\n'.repeat(20_000), 413, /file_too_large/],
  ];
  for (const [raw, status, code] of cases) {
    const answer = await upload(raw);
    expect([answer.status, String(answer.body.code)]).toEqual([status, expect.stringMatching(code)]);
  }
  const json = await upload('{}', '', { 'content-type': 'application/json' });
  expect(json.body).toMatchObject({ status: 415, code: 'json_is_no_list', repair: expect.stringMatching(/text\/csv/) });
});

it('refuses options that cannot work before it stores anything', async () => {
  const codes = [];
  for (const query of [
    '?country=XX',
    '?zone=Mars/Base',
    '?map=phone',
    '?map=colour%3DRed',
    '?delimiter=x',
    '?encoding=morse',
  ]) {
    codes.push((await upload(CSV, query)).body.code);
  }
  expect(codes).toEqual([
    'unknown_country',
    'unknown_zone',
    'mapping_invalid',
    'mapping_invalid',
    'bad_delimiter',
    'unknown_encoding',
  ]);
  expect((await upload(CSV, '?colour=red')).body.code).toBe('request_invalid');
  expect((await form({ colour: 'red' }, { name: 'a.csv', content: CSV })).body.code).toBe('form_invalid');
  expect((await form({ country: 'US' }, null)).body.code).toBe('file_missing');
  const broken = await world.ask('POST', '/v1/imports', {
    raw: 'x',
    headers: { 'content-type': 'multipart/form-data' },
  });
  expect(broken.body).toMatchObject({ code: 'form_malformed', status: 400 });
});

it('keeps nothing of a form that breaks off', async () => {
  const before = await world.ask('GET', '/v1/imports');
  const raw = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nphone\r\n+1212';
  const cut = await world.ask('POST', '/v1/imports', {
    raw,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  expect(cut.body).toMatchObject({ status: 400, code: 'upload_cut' });
  expect((await world.ask('GET', '/v1/imports')).text).toBe(before.text);
});

it('answers a full disk as such', async () => {
  const full = await openApi({
    engine: {
      files: {
        write: () => Promise.reject(new FileStoreFullError('full')),
        writeAt: () => Promise.reject(new FileStoreFullError('full')),
        read: () => Readable.from([]),
        remove: async () => {},
      },
    },
  });
  const answer = await full.ask('POST', '/v1/imports', { raw: CSV, headers: { 'content-type': 'text/csv' } });
  expect(answer.body).toMatchObject({ status: 507, code: 'disk_full', repair: expect.any(String) });
  await full.close();
});

it('cancels an import that is not done, and no other', async () => {
  const sent = await upload(CSV);
  const cancel = () => world.ask('POST', `/v1/imports/${sent.field('importId')}/cancel`);
  expect((await cancel()).body).toMatchObject({ state: 'cancelled' });
  const done = await upload(CSV, '?country=US');
  await runImport(world.engine, done.field('importId'));
  const late = await world.ask('POST', `/v1/imports/${done.field('importId')}/cancel`);
  expect(late.body).toMatchObject({ status: 409, code: 'import_over' });
});

it('stores a list once under one Idempotency-Key', async () => {
  const first = await upload(CSV, '', { 'idempotency-key': 'list-1' });
  const again = await upload(CSV, '', { 'idempotency-key': 'list-1' });
  expect(again.text).toBe(first.text);
});

it('takes a list of appointments as a body or in pieces, for a programme by its name', async () => {
  const { programmeId } = await seedProgramme(world.engine, world.test, { name: 'imports of visits', text: 'Hi' });
  const csv = 'id,phone,start\na,+12125550101,2028-06-09T09:30Z\n';
  const url = '/v1/imports?purpose=appointments&programmeId=imports%20of%20visits';
  const sent = await world.ask('POST', url, { raw: csv, headers: { 'content-type': 'text/csv' } });
  expect(sent.status).toBe(202);
  await runImport(world.engine, sent.field('importId'));
  expect((await world.ask('GET', `/v1/imports/${sent.field('importId')}`)).body).toMatchObject({
    purpose: 'appointments',
    programmeId,
    state: 'done',
    acceptedRows: 1,
  });
  const begun = await world.ask('POST', '/v1/imports/uploads', {
    body: { fileName: 'x.csv', purpose: 'appointments', programmeId },
  });
  expect(begun.status).toBe(201);
  const none = await world.ask('POST', '/v1/imports?purpose=appointments', {
    raw: csv,
    headers: { 'content-type': 'text/csv' },
  });
  expect(none.body).toMatchObject({ status: 422, code: 'programme_needed' });
});
