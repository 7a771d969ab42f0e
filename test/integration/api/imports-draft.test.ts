import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runImport } from '../../../engine/importing/run-import.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type Answer, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const CSV = [
  'Mobile,First,Joined',
  '+12125550101,Ann,2026-01-01',
  '491701234567,Ben,2026-01-02',
  '491701234568,Cem,2026-01-03',
  'not a phone,Dan,2026-01-04',
  '+12125550101,Eve,2026-01-05',
  '',
].join('\n');

const at = (id: string, rest = ''): string => `/v1/imports/${id}${rest}`;
const work = (id: string): Promise<unknown> => runImport(world.engine, id);
const items = (answer: Answer): unknown[] => (Array.isArray(answer.body['items']) ? answer.body['items'] : []);

async function start(options: object = {}, more: object = {}): Promise<string> {
  const answer = await world.ask('POST', '/v1/imports/uploads', {
    body: { fileName: 'people.csv', options, wanted: 'upload', ...more },
  });
  expect(answer.status).toBe(201);
  return answer.field('importId');
}
const piece = (id: string, offset: number, raw: string): Promise<Answer> =>
  world.ask('PUT', at(id, '/content'), {
    raw: Buffer.from(raw),
    headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
  });
const finish = (id: string, sha256?: string): Promise<Answer> =>
  world.ask('POST', at(id, '/content/finish'), { body: sha256 === undefined ? {} : { sha256 } });
const get = async (id: string, rest = ''): Promise<Record<string, unknown>> =>
  (await world.ask('GET', at(id, rest))).body;

/** A draft whose check is over. */
async function checked(options: object = { defaultCountry: 'US' }, csv = CSV, more: object = {}): Promise<string> {
  const id = await start(options, more);
  await piece(id, 0, csv);
  expect((await finish(id)).status).toBe(200);
  const answer = await world.ask('POST', at(id, '/check'));
  expect([answer.status, answer.body['state']]).toEqual([202, 'uploaded']);
  await work(id);
  expect(await get(id)).toMatchObject({ state: 'checked' });
  return id;
}
const fix = (id: string, version: number, fixes: object): Promise<Answer> =>
  world.ask('POST', at(id, '/fixes'), { body: { version, fixes } });
const versionOf = async (id: string): Promise<number> => Number((await get(id))['version']);

describe('an upload in pieces', () => {
  it('takes each piece at its offset, says where it is, and compares the digest of the whole', async () => {
    const id = await start();
    expect((await piece(id, 0, CSV.slice(0, 30))).body).toEqual({ importId: id, offset: 30 });
    const wrong = await piece(id, 10, CSV.slice(10));
    expect(wrong.body).toMatchObject({ status: 409, code: 'upload_offset', offset: 30 });
    const where = await world.ask('GET', at(id, '/content'));
    expect([where.body['offset'], where.headers['upload-offset']]).toEqual([30, '30']);
    await piece(id, 30, CSV.slice(30));
    expect((await finish(id, 'a'.repeat(64))).body).toMatchObject({ status: 422, code: 'upload_damaged' });
    const sha256 = createHash('sha256').update(CSV).digest('hex');
    const done = await finish(id, sha256);
    expect(done.body).toMatchObject({ state: 'uploaded', sha256, bytes: CSV.length });
    expect((await piece(id, CSV.length, 'x')).body).toMatchObject({ code: 'upload_over' });
  });

  it('takes pieces larger than any other body, and tells where it is without one', async () => {
    const id = await start();
    const large = `phone\n${'+12125550101\n'.repeat(230_000)}`;
    expect((await piece(id, 0, large)).body['offset']).toBe(large.length);
    const headers = { authorization: `Bearer ${world.adminKey}` };
    const head = await world.app.inject({ method: 'HEAD', url: at(id, '/content'), headers });
    expect([head.statusCode, head.headers['upload-offset']]).toEqual([200, String(large.length)]);
  });

  it('says that the same file was there before, and as what', async () => {
    const csv = `${CSV}+12125550199,Same,\n`;
    const [first, second] = [await start({}, { fileName: 'March' }), await start()];
    await piece(first, 0, csv);
    expect((await finish(first)).body['sameFile']).toBeNull();
    await piece(second, 0, csv);
    const { body } = await finish(second);
    expect(body['sameFile']).toMatchObject({ importId: first, fileName: 'March', state: 'uploaded' });
    const found = await world.ask('GET', `/v1/imports?sha256=${String(body['sha256'])}`);
    expect(items(found)).toHaveLength(2);
    expect(items(await world.ask('GET', at(second, '/inspect')))).toEqual([]);
    expect((await get(second, '/inspect'))['sameFile']).toMatchObject([{ importId: first }]);
  });

  it('needs an offset, and the scope of imports', async () => {
    const id = await start();
    const bare = await world.ask('PUT', at(id, '/content'), { raw: 'x', headers: { 'content-type': 'text/csv' } });
    expect(bare.body).toMatchObject({ status: 400, code: 'request_invalid' });
    const reader = await world.keyWith('read');
    expect((await world.ask('GET', at(id, '/content'), { key: reader })).status).toBe(200);
    expect((await world.ask('POST', at(id, '/check'), { key: reader })).status).toBe(403);
  });
});

describe('a draft', () => {
  it('waits after its upload, and shows how it would be read, with other options too', async () => {
    const id = await start({ defaultCountry: 'US' });
    await piece(id, 0, CSV);
    await finish(id);
    await work(id);
    expect(await get(id)).toMatchObject({ state: 'uploaded', rowsRead: 0, wanted: 'upload' });
    expect(await get(id, '/inspect')).toMatchObject({
      layout: { delimiter: ',', hasHeader: true },
      questions: [],
      profile: [{ fillRate: 1 }, {}, {}],
      rows: [{ rowNumber: 2 }, { rowNumber: 3, accepted: null, findings: [{ fix: 'lost_plus' }] }, {}, {}, {}],
    });
    const tried = await get(id, '/inspect?map=name%3DJoined&fix=lost-plus%3Daccept');
    expect(tried['rows']).toMatchObject([
      { accepted: { name: '2026-01-01' } },
      { accepted: { phones: [{}] } },
      {},
      {},
      {},
    ]);
    expect(await get(id)).toMatchObject({ options: { defaultCountry: 'US' }, version: 1 });
  });

  it('tells the second of two editors who came first, and when', async () => {
    const id = await start();
    await piece(id, 0, CSV);
    await finish(id);
    const change = (version: number) =>
      world.ask('PATCH', at(id), {
        body: { version, options: { defaultCountry: 'US', mapping: { phone: ['Mobile'] } } },
      });
    expect((await change(1)).body).toMatchObject({ version: 2, recheck: 'none' });
    const late = await change(1);
    expect(late.body).toMatchObject({ status: 409, code: 'draft_changed', version: 2 });
    expect(late.field('changedBy')).toMatch(/^key:/);
    expect(late.field('changedAt')).toMatch(/^20\d\d-/);
    const cleared = await world.ask('PATCH', at(id), { body: { version: 2, options: { mapping: null } } });
    expect(cleared.body['version']).toBe(3);
    expect((await get(id))['options']).toEqual({ defaultCountry: 'US' });
    expect((await world.ask('PATCH', at(id), { body: { version: 3, options: { colour: 'red' } } })).status).toBe(400);
  });

  it('groups what is wrong with its repair, applies one decision to all of it, and commits what is good', async () => {
    const id = await checked();
    const before = await get(id, '/problems/groups');
    expect(before).toMatchObject({ totals: { rows: 5, ready: 1, fixable: 2, rejected: 3, duplicates: 1 } });
    expect(before['items']).toContainEqual(
      expect.objectContaining({
        code: 'phone_lost_plus',
        title: 'Number that lost its plus',
        fix: 'lost_plus',
        count: 2,
        decision: null,
        repair: expect.objectContaining({ confidence: 'likely', reversible: true }),
        examples: expect.arrayContaining([
          { rowNumber: 3, value: '491701234567', message: expect.any(String), suggested: '+491701234567' },
        ]),
      }),
    );
    expect(items(await world.ask('GET', at(id, '/problems?fix=lost_plus')))).toHaveLength(2);
    const decided = await fix(id, await versionOf(id), { lost_plus: 'accept' });
    expect(decided.body).toMatchObject({ recheck: 'rows', rows: 2 });
    expect(await get(id)).toMatchObject({ state: 'checked', hasPendingRows: true });
    await work(id);
    expect(await get(id)).toMatchObject({ hasPendingRows: false, acceptedRows: 3, rejectedRows: 1, duplicateRows: 1 });

    const commit = await world.ask('POST', at(id, '/commit'), { body: { version: await versionOf(id) } });
    expect(commit.status).toBe(202);
    await work(id);
    expect(await get(id)).toMatchObject({ state: 'done', rowsRead: 5, acceptedRows: 3, committedRows: 3 });
  });

  it('takes a corrected cell and a corrected reject file into the same draft', async () => {
    const id = await checked();
    const edited = await world.ask('PATCH', at(id, '/rows/5'), {
      body: { version: await versionOf(id), cells: { Mobile: '+12125550105' } },
    });
    expect(edited.body).toMatchObject({
      rowNumber: 5,
      verdict: 'pending',
      cells: ['+12125550105', 'Dan', '2026-01-04'],
    });
    await work(id);
    expect(await get(id)).toMatchObject({ acceptedRows: 2, rejectedRows: 2 });

    const rejects = (await world.ask('GET', at(id, '/rejects.csv'))).text;
    expect(rejects).toContain('error_code,error_message,suggested_value');
    const merged = await world.ask('POST', at(id, '/rejects?fileName=fix.csv'), {
      raw: rejects.replaceAll('491701', '+491701').replaceAll("'+", '+'),
      headers: { 'content-type': 'text/csv' },
    });
    expect(merged.body).toMatchObject({ merged: 2, refused: 0 });
    await work(id);
    expect(await get(id)).toMatchObject({ rowsRead: 5, acceptedRows: 4, rejectedRows: 0, duplicateRows: 1 });
  });

  it('is committed whole or not at all where that was asked for', async () => {
    const id = await checked();
    const refused = await world.ask('POST', at(id, '/commit'), { body: { badRows: 'refuse' } });
    expect(refused.body).toMatchObject({ status: 409, code: 'draft_has_bad_rows' });
    const oneGo = await world.ask('POST', '/v1/imports?country=US&badRows=refuse', {
      raw: CSV,
      headers: { 'content-type': 'text/csv' },
    });
    await work(oneGo.field('importId'));
    expect(await get(oneGo.field('importId'))).toMatchObject({
      state: 'checked',
      committedRows: 0,
      failure: { code: 'draft_has_bad_rows' },
    });
  });

  it('is taken back after its commit, and nobody of it is kept who was not dialled', async () => {
    const id = await checked();
    await world.ask('POST', at(id, '/commit'));
    await work(id);
    const undo = await world.ask('POST', at(id, '/undo'), { body: { reason: 'wrong list' } });
    expect([undo.status, undo.body]).toEqual([202, { importId: id, state: 'undoing', consentsKept: 0 }]);
    await work(id);
    expect(await get(id)).toMatchObject({ state: 'undone', undoneRows: 1 });
    expect((await world.ask('GET', at(id, '/kept'))).body).toEqual({ items: [], nextCursor: null });
    expect((await world.ask('POST', at(id, '/cancel'))).status).toBe(409);
    expect((await world.ask('GET', '/v1/imports/01980000-0000-7000-8000-000000000009/kept')).status).toBe(404);
  });

  it('stops after the check when its upload in one go says so', async () => {
    const sent = await world.ask('POST', '/v1/imports?country=US&check=true', {
      raw: CSV,
      headers: { 'content-type': 'text/csv' },
    });
    await work(sent.field('importId'));
    expect(await get(sent.field('importId'))).toMatchObject({ state: 'checked', wanted: 'check', acceptedRows: 1 });
  });
});

describe('saved mappings', () => {
  it('are kept for the same headers, offered to the next list, and removed', async () => {
    const id = await checked({
      defaultCountry: 'US',
      mapping: { phone: ['Mobile'], name: ['First'] },
      ignore: ['Joined'],
    });
    const saved = await world.ask('POST', '/v1/import-mappings', { body: { importId: id, name: 'CRM' } });
    expect([saved.status, saved.body['mapping']]).toEqual([201, { phone: ['Mobile'], name: ['First'] }]);
    const next = await start({ defaultCountry: 'US' });
    await piece(next, 0, 'Joined,First,Mobile\n2026-01-01,Fay,+12125550171\n');
    await finish(next);
    expect(await get(next, '/inspect')).toMatchObject({ savedMapping: { name: 'CRM', applied: false } });
    expect(await get(next, '/inspect?saved=true')).toMatchObject({
      savedMapping: { applied: true },
      layout: { columns: [{ use: 'ignored' }, { use: 'name' }, { use: 'phone' }] },
    });
    expect(items(await world.ask('GET', '/v1/import-mappings'))).toHaveLength(1);
    const gone = await world.ask('DELETE', `/v1/import-mappings/${saved.field('id')}`);
    expect(gone.body).toEqual({ done: true });
    expect(items(await world.ask('GET', '/v1/import-mappings'))).toEqual([]);
  });
});

describe('a stop list', () => {
  it('takes people out of a campaign, and says how many', async () => {
    const { campaignId, contactIds } = await seedCampaign(world.engine, world.test, { contacts: 3 });
    const contacts = await world.ask('GET', `/v1/campaigns/${campaignId}/contacts`);
    const [one] = items(contacts);
    const phone = typeof one === 'object' && one !== null && 'phone' in one ? String(one.phone) : '';
    const sent = await world.ask('POST', `/v1/campaigns/${campaignId}/stop-list?fileName=stop.csv`, {
      raw: `phone\n${phone}\n+12125550188\n`,
      headers: { 'content-type': 'text/csv' },
    });
    expect(sent.status).toBe(202);
    await work(sent.field('importId'));
    expect(await get(sent.field('importId'))).toMatchObject({ purpose: 'stop', state: 'done', stoppedContacts: 1 });
    const left = await world.ask('GET', `/v1/campaigns/${campaignId}/contacts?state=cancelled`);
    expect([items(left).length, contactIds.length]).toEqual([1, 3]);
  });
});
