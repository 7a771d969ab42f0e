import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { firstRow, rows } from '../../../../db/rows.ts';
import { cancelImport } from '../../../../engine/importing/receiving/cancel-import.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { receiveUpload } from '../../../../engine/importing/receiving/receive-upload.ts';
import { runImport, type ImportDeps } from '../../../../engine/importing/run-import.ts';
import { endLease, holdAt } from '../../../support/killable-import.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { tables } from '../../../unit/engine/importing/list-job.ts';
import { inPieces, memoryFiles, type MemoryFiles } from '../../../unit/engine/importing/memory-files.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let database: TestDb;
let files: MemoryFiles;
let deps: ImportDeps;

beforeAll(async () => {
  database = await testDb();
  files = memoryFiles({ pieceBytes: 4_099 });
  deps = { db: database.db, readDb: database.readDb, files, ...tables, law: loadLaw(), log };
});
afterAll(() => database.drop());

const upload = async (
  content: string | Uint8Array,
  options: ImportOptions = {},
  maxBytes = 50_000_000,
): Promise<string> =>
  (
    await receiveUpload(deps, {
      source: inPieces(content, 10_007),
      fileName: 'list.csv',
      options,
      actor: 'test',
      maxBytes,
    })
  ).importId;
const imported = async (content: string | Uint8Array, options: ImportOptions = {}): Promise<string> => {
  const importId = await upload(content, options);
  await runImport(deps, importId);
  return importId;
};

interface Standing {
  state: string;
  rowsRead: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  bytesRead: number;
  failure: { code: string; message: string; repair?: string } | null;
  workingUntil: string | null;
}
async function standing(importId: string): Promise<Standing> {
  const row = await firstRow<Standing>(
    database.db,
    sql`select state, rows_read as "rowsRead", accepted_rows as accepted, rejected_rows as rejected, duplicate_rows as duplicates,
          bytes_read as "bytesRead", failure, working_until as "workingUntil" from imports where id = ${importId}`,
  );
  if (!row) throw new Error('no such import');
  return row;
}
const contactsOf = (importId: string) =>
  rows<{
    row: number;
    phone: number;
    zoneKey: string;
    state: string;
    reason: string | null;
    name: string | null;
    variables: object;
  }>(
    database.db,
    sql`select c.row_number as row, c.phone, c.zone_key as "zoneKey", s.state, s.reason, c.name, c.variables
        from contacts c join contact_states s on s.contact_id = c.id where c.import_id = ${importId} order by c.row_number`,
  );
const problemsOf = (importId: string) =>
  rows<{ row: number; code: string; column: string | null; value: string | null; message: string }>(
    database.db,
    sql`select row_number as row, code, column_name as column, value, message from import_problems
        where import_id = ${importId} order by row_number, ordinal`,
  );
const uploadCode = (content: string | Uint8Array, options: ImportOptions = {}, maxBytes?: number): Promise<unknown> =>
  upload(content, options, maxBytes).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
/** Valid and all different: exchange 200-999 in area code 212. */
const phoneAt = (i: number): string => `+1212${200 + Math.floor(i / 10_000)}${String(i % 10_000).padStart(4, '0')}`;
const bigList = (count: number): string => {
  let text = 'phone,name,city\n';
  for (let i = 0; i < count; i++) {
    if (i % 100 === 7) text += `nonsense ${i},Name ${i},City\n`;
    else if (i % 100 === 8) text += `${phoneAt(i - 5)},Again ${i},City\n`;
    else text += `${phoneAt(i)},Name ${i},"City, ""${i}"""\n`;
  }
  return text;
};

describe('an import', () => {
  it('turns every row into a contact, a duplicate or a problem with its reason', async () => {
    await database.db.execute(
      sql`insert into suppressions (phone, source, created_by) values (12125550177, 'sms', 'test')`,
    );
    const importId = await imported(
      [
        'Phone;Name;City',
        '(212) 555-0101;Ada;"Rome; Italy"',
        '',
        '212 555 0102;Bob;',
        '+1 212 555 0101;Ada again;Paris',
        '12;Cy;Oslo',
        '212-555-0177;Dee;Lima',
        '+1 800 555 0199;Eve;Bonn',
        '+12125550102;Bob again;x',
      ].join('\r\n'),
      { defaultCountry: 'US' },
    );
    expect(await standing(importId)).toMatchObject({
      state: 'done',
      rowsRead: 7,
      accepted: 4,
      rejected: 1,
      duplicates: 2,
      failure: null,
      workingUntil: null,
    });
    expect(await contactsOf(importId)).toEqual([
      {
        row: 2,
        phone: 12125550101,
        zoneKey: 'America/New_York',
        state: 'ready',
        reason: null,
        name: 'Ada',
        variables: { city: 'Rome; Italy' },
      },
      {
        row: 4,
        phone: 12125550102,
        zoneKey: 'America/New_York',
        state: 'ready',
        reason: null,
        name: 'Bob',
        variables: {},
      },
      {
        row: 7,
        phone: 12125550177,
        zoneKey: 'America/New_York',
        state: 'suppressed',
        reason: 'opted_out',
        name: 'Dee',
        variables: { city: 'Lima' },
      },
      {
        row: 8,
        phone: 18005550199,
        zoneKey: '',
        state: 'unknown_zone',
        reason: 'zone_unknown',
        name: 'Eve',
        variables: { city: 'Bonn' },
      },
    ]);
    expect(await problemsOf(importId)).toMatchObject([
      {
        row: 5,
        code: 'duplicate_phone',
        column: 'Phone',
        value: '+12125550101',
        message: expect.stringContaining('row 2'),
      },
      { row: 6, code: 'phone_invalid', column: 'Phone', value: '12' },
      { row: 9, code: 'duplicate_phone', message: expect.stringContaining('row 4') },
    ]);
  });

  it('knows a person again in another list, and suppresses by every number of the person', async () => {
    const first = await imported('phone\n+12125550301\n+12125550302\n');
    await database.adminDb.execute(sql`
      insert into person_phones (phone, person_id) values (12125550301, 12125550301), (12125550302, 12125550301)`);
    await database.db.execute(
      sql`insert into suppressions (phone, source, created_by) values (12125550302, 'api', 'test')`,
    );
    const second = await imported('phone\n+12125550301\n');
    expect((await contactsOf(second)).map(({ state }) => state)).toEqual(['suppressed']);
    expect((await contactsOf(first)).map(({ state }) => state)).toEqual(['ready', 'ready']);
  });

  it.each<[string, string, ImportOptions]>([
    ['header_only', 'phone,name\n', {}],
    ['no_phone_column', 'name,city\nAda,Rome\n', {}],
    ['no_usable_rows', 'phone,name\n2125550101,Ada\n2125550102,Bob\n', {}],
    ['ambiguous_phone_column', 'one,two\n+12125550101,+12125550102\n', {}],
    ['missing_columns', 'phone,name\n+12125550101,Ada\n', { requiredVariables: ['city'] }],
  ])('fails with %s and a repair, and leaves no contact', async (code, content, options) => {
    const importId = await imported(content, options);
    const { state, failure } = await standing(importId);
    expect([state, failure?.code]).toEqual(['failed', code]);
    expect(failure?.repair).toBeTruthy();
    expect(await contactsOf(importId)).toEqual([]);
  });

  it('tells of the missing default country when that is all that is wrong', async () => {
    const { failure } = await standing(await imported('phone\n2125550101\n2125550102\n'));
    expect(failure?.repair).toContain('default country');
  });

  it('fails when its file is gone, and can be told so', async () => {
    const importId = await upload('phone\n+12125550101\n');
    files.stored.clear();
    expect(await runImport(deps, importId)).toEqual({ outcome: 'failed' });
    expect((await standing(importId)).failure?.code).toBe('file_missing');
  });
});

describe('an import that is interrupted', () => {
  const COUNT = 17_000;
  const list = bigList(COUNT);
  const expected = {
    state: 'done',
    rowsRead: COUNT,
    accepted: COUNT - 340,
    rejected: 170,
    duplicates: 170,
    bytesRead: list.length,
  };

  it('goes on where it was, however often it is stopped, and writes nothing twice', async () => {
    const importId = await upload(list);
    const seen: number[] = [];
    for (let tries = 0; tries < 50; tries++) {
      const stop = new AbortController();
      // Stops at the first chunk boundary of each try.
      stop.abort();
      const { outcome } = await runImport(deps, importId, stop.signal);
      seen.push((await standing(importId)).rowsRead);
      if (outcome === 'done') break;
      if (tries === 3) expect((await runImport(deps, importId)).outcome).toBe('done');
    }
    expect(seen[0]).toBeLessThan(COUNT);
    expect(await standing(importId)).toMatchObject(expected);
    expect(
      await firstRow(
        database.db,
        sql`select count(*)::int as n, count(distinct phone)::int as phones from contacts where import_id = ${importId}`,
      ),
    ).toEqual({
      n: COUNT - 340,
      phones: COUNT - 340,
    });
  });

  it('survives a connection that dies in the middle of a chunk', async () => {
    const importId = await upload(list);
    const held = await holdAt(database, { table: 'contacts', on: 'insert', when: 'new.row_number = 16000' });
    const died = runImport(deps, importId).catch((error: unknown) => error);
    await expect.poll(held.waiting, { timeout: 20_000, interval: 5 }).toBe(true);
    const before = (await standing(importId)).rowsRead;
    expect(before).toBeGreaterThan(0);
    await held.cut();
    expect(await died).toBeInstanceOf(Error);
    const now = await standing(importId);
    expect(now.rowsRead).toBe(before);
    expect(now.accepted + now.rejected + now.duplicates).toBe(before);
    await endLease(database, importId);
    expect(await runImport(deps, importId)).toEqual({ outcome: 'done' });
    expect(await standing(importId)).toMatchObject(expected);
  });

  it('is written once when two jobs run it at the same time', async () => {
    const importId = await upload(list);
    const first = runImport(deps, importId);
    await expect
      .poll(async () => (await standing(importId)).rowsRead, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0);
    expect(await runImport(deps, importId)).toEqual({ outcome: 'busy' });
    // As if the first job had been silent for too long.
    await database.adminDb.execute(sql`update imports set working_until = outdial_now() where id = ${importId}`);
    const outcomes = (await Promise.all([first, runImport(deps, importId)])).map(({ outcome }) => outcome);
    expect(outcomes).toContain('done');
    expect(await standing(importId)).toMatchObject(expected);
  });

  it('takes back what it wrote when it is cancelled, and lets no chunk follow', async () => {
    const importId = await upload(list);
    const running = runImport(deps, importId);
    await expect
      .poll(async () => (await standing(importId)).rowsRead, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0);
    expect(await cancelImport(deps, { importId, actor: 'test' })).toEqual({ importId, state: 'cancelled' });
    expect((await running).outcome).toBe('stopped');
    expect(await contactsOf(importId)).toEqual([]);
    expect((await standing(importId)).state).toBe('cancelled');
    expect(await runImport(deps, importId)).toEqual({ outcome: 'busy' });
    await cancelImport(deps, { importId, actor: 'test' });
  });

  it('cannot be cancelled when it is over', async () => {
    const importId = await imported('phone\n+12125550101\n');
    await expect(cancelImport(deps, { importId, actor: 'test' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'import_over',
    });
    await expect(cancelImport(deps, { importId: 'nonsense', actor: 'test' })).rejects.toMatchObject({
      code: 'unknown_import',
    });
  });
});

describe('two imports of the same people', () => {
  it('run side by side', async () => {
    const ids = await Promise.all([upload(bigList(6_000)), upload(bigList(6_000).replaceAll('Name', 'Other'))]);
    await Promise.all(ids.map((id) => runImport(deps, id)));
    for (const id of ids) expect(await standing(id)).toMatchObject({ state: 'done', accepted: 5_880 });
  });
});

describe('receiveUpload', () => {
  it.each<[string, Uint8Array | string]>([
    ['file_empty', ''],
    ['file_empty', '\uFEFF \n\n'],
    ['file_is_spreadsheet', Buffer.from('PK\x03\x04 rest of a workbook')],
    ['file_is_spreadsheet', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['file_is_compressed', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
    ['file_is_binary', '%PDF-1.7 something'],
    ['file_is_binary', Buffer.from([1, 2, 0, 3, 0, 0, 9, 9, 9, 0])],
  ])('refuses with %s and leaves nothing behind', async (code, content) => {
    const before = files.stored.size;
    expect(await uploadCode(content)).toBe(code);
    expect(files.stored.size).toBe(before);
  });

  it('refuses what is too large while it comes in', async () => {
    const before = files.stored.size;
    expect(await uploadCode(bigList(500), {}, 10_000)).toBe('file_too_large');
    expect(files.stored.size).toBe(before);
  });

  it.each<[string, ImportOptions]>([
    ['unknown_country', { defaultCountry: 'XX' }],
    ['unknown_zone', { defaultZone: 'Mars/Olympus' }],
    ['unknown_encoding', { encoding: 'klingon' }],
    ['bad_delimiter', { delimiter: 'x' }],
    ['bad_options', { ignore: ['a\0'] }],
  ])('refuses options with %s before it reads', async (code, options) => {
    expect(await uploadCode('phone\n+12125550101\n', options)).toBe(code);
  });

  it('says that the disk is full, and writes no import', async () => {
    const count = () => firstRow<{ n: number }>(database.db, sql`select count(*)::int as n from imports`);
    const before = await count();
    const full = memoryFiles({ room: 100 });
    const refused = receiveUpload(
      { ...deps, files: full },
      { source: inPieces(bigList(50)), fileName: 'x', options: {}, actor: 'test', maxBytes: 1e9 },
    );
    await expect(refused).rejects.toMatchObject({ kind: 'unavailable', code: 'disk_full' });
    expect(full.stored.size).toBe(0);
    expect(await count()).toEqual(before);
  });
});
