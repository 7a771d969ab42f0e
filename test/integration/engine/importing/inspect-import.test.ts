import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { inspectImport } from '../../../../engine/importing/mapping/inspect-import.ts';
import { receiveUpload } from '../../../../engine/importing/receiving/receive-upload.ts';
import { saveMapping } from '../../../../engine/importing/mapping/saved-mappings.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { tables } from '../../../unit/engine/importing/list-job.ts';
import { inPieces, memoryFiles, type MemoryFiles } from '../../../unit/engine/importing/memory-files.ts';

let database: TestDb;
let files: MemoryFiles;
let deps: Parameters<typeof inspectImport>[0] & Parameters<typeof receiveUpload>[0];

beforeAll(async () => {
  database = await testDb();
  files = memoryFiles({ pieceBytes: 4_099 });
  deps = { db: database.db, files, law: loadLaw(), ...tables };
});
afterAll(() => database.drop());

const upload = async (content: string | Buffer, options: ImportOptions = {}, fileName = 'list.csv'): Promise<string> =>
  (
    await receiveUpload(deps, {
      source: inPieces(content, 10_007),
      fileName,
      options,
      actor: 'test',
      maxBytes: 50_000_000,
    })
  ).importId;

describe('inspectImport', () => {
  it('shows how a list is read, what is in its columns, and its first rows', async () => {
    let text = 'Mobile;Home Phone;Name;Stadt\n';
    for (let i = 0; i < 12; i++) text += `+1212555${1000 + i};${i === 1 ? '' : '+12125552000'};Jürgen ${i};Köln\n`;
    const importId = await upload(Buffer.from(text, 'latin1'), { requiredVariables: ['city', 'name'] });
    const found = await inspectImport(deps, importId);
    expect(found.layout).toMatchObject({
      encoding: 'windows-1252',
      encodingSure: 'likely',
      delimiter: ';',
      delimiterSure: 'certain',
      quote: '"',
      hasHeader: true,
      firstDataRow: 2,
      columns: [{ use: 'phone', place: 0 }, { use: 'phone', place: 1 }, { use: 'name' }, { use: 'variable' }],
    });
    expect(found.profile[1]).toMatchObject({ fillRate: 11 / 12, samples: ['+12125552000'], shares: { phone: 1 } });
    expect(found.templateCheck).toEqual({ needed: ['city', 'name'], missing: ['city'], suggestions: { city: [] } });
    expect(found.questions).toMatchObject([
      { code: 'several_phone_columns', blocking: false, candidates: [0, 1] },
      { code: 'missing_columns', blocking: true },
    ]);
    expect(found.rowCount).toEqual({ rows: 12, exact: true });
    expect(found.rows).toHaveLength(10);
    expect(found.rows[1]).toEqual({
      rowNumber: 3,
      cells: ['+12125551001', '', 'Jürgen 1', 'Köln'],
      accepted: null,
      findings: [],
    });
  });

  it('checks the first rows as the import does, once nothing is open', async () => {
    const importId = await upload('phone,other phone,name\n+12125550101,+12125550102, Ada \n12,,Bob\n');
    const { rows, questions } = await inspectImport(deps, importId);
    expect(questions).toMatchObject([{ code: 'several_phone_columns', blocking: false }]);
    expect(rows[0]).toMatchObject({
      rowNumber: 2,
      cells: ['+12125550101', '+12125550102', ' Ada '],
      accepted: { phones: [{ digits: 12125550101 }, { digits: 12125550102 }], name: 'Ada' },
    });
    expect(rows[1]).toMatchObject({ rowNumber: 3, accepted: null, findings: [{ severity: 'error', column: 'phone' }] });
  });

  it('tries other options without keeping them', async () => {
    const importId = await upload('Phone,Telephone\n+12125550101,+12125550102\n');
    const open = await inspectImport(deps, importId);
    expect(open.questions).toMatchObject([{ code: 'ambiguous_phone_column', candidates: [0, 1] }]);
    const tried = await inspectImport(deps, importId, { mapping: { phone: ['#2', '#1'] } });
    expect(tried.questions).toEqual([]);
    expect(tried.rows[0]?.accepted?.phones.map((phone) => phone.digits)).toEqual([12125550102, 12125550101]);
    const wrong = await inspectImport(deps, importId, { mapping: { phone: ['Nope'] } });
    expect(wrong.questions).toMatchObject([{ code: 'unknown_column', candidates: [0, 1] }]);
    expect((await inspectImport(deps, importId)).questions).toHaveLength(1);
  });

  it('names earlier uploads of the same bytes, whatever they were called', async () => {
    const first = await upload('phone\n+12125550111\n', {}, 'March.csv');
    const other = await upload('phone\n+12125550112\n');
    const again = await upload('phone\n+12125550111\n', {}, 'copy.csv');
    const { sameFile } = await inspectImport(deps, again);
    expect(sameFile).toMatchObject([
      { importId: first, fileName: 'March.csv', createdAt: expect.stringContaining('T') },
    ]);
    expect((await inspectImport(deps, first)).sameFile).toEqual([]);
    expect((await inspectImport(deps, other)).sameFile).toEqual([]);
  });

  it('offers the mapping saved for the same headers, and applies it only when asked', async () => {
    const earlier = await upload('Name;Number A;Number B;junk\nAda;+12125550101;+12125550102;x\n', {
      mapping: { phone: ['Number B', 'Number A'] },
      ignore: ['junk'],
    });
    await saveMapping(deps, { importId: earlier, name: 'CRM', actor: 'test' });
    const importId = await upload('number b,junk,NAME,number-a\n+12125550102,x,Ada,+12125550101\n');
    const offered = await inspectImport(deps, importId);
    expect(offered.savedMapping).toMatchObject({ name: 'CRM', applied: false, usedAt: null });
    expect(offered.questions).toMatchObject([{ code: 'ambiguous_phone_column' }]);
    const used = await inspectImport(deps, importId, undefined, { useSaved: true });
    expect(used.savedMapping).toMatchObject({ applied: true });
    expect(used.questions).toEqual([]);
    expect(used.layout.columns.map(({ use, place }) => `${use}${place}`)).toEqual([
      'phone0',
      'ignored0',
      'name0',
      'phone1',
    ]);
    expect(used.rows[0]?.accepted?.phones.map((phone) => phone.digits)).toEqual([12125550102, 12125550101]);
    // What the options say themselves wins over what was saved.
    const told = await inspectImport(deps, importId, { mapping: { phone: ['#4'] } }, { useSaved: true });
    expect(told.savedMapping).toMatchObject({ applied: false });
    expect(told.layout.columns.map(({ use }) => use)).toEqual(['variable', 'variable', 'name', 'phone']);
    const other = await upload('number b,junk,NAME\n+12125550102,x,Ada\n');
    expect((await inspectImport(deps, other)).savedMapping).toBe(null);
  });

  it('refuses what cannot be looked at, with the reason', async () => {
    const refusal = (importId: string, options?: ImportOptions): Promise<unknown> =>
      inspectImport(deps, importId, options).then(
        () => 'none',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
    expect(await refusal('nonsense')).toBe('unknown_import');
    expect(await refusal(await upload('phone,name\n'))).toBe('header_only');
    expect(await refusal(await upload('phone,"name\n+12125550101,Ada\n'))).toBe('bad_header');
    const importId = await upload('phone\n+12125550121\n');
    expect(await refusal(importId, { encoding: 'klingon' })).toBe('unknown_encoding');
    for (const [state, code] of [
      ['cancelled', 'import_over'],
      ['receiving', 'not_uploaded'],
    ]) {
      await database.adminDb.execute(sql`update imports set state = ${state} where id = ${importId}`);
      expect(await refusal(importId)).toBe(code);
    }
    const gone = await upload('phone\n+12125550122\n');
    files.stored.clear();
    expect(await refusal(gone)).toBe('file_missing');
  });
});
