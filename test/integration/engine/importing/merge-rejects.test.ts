import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editCells } from '../../../../engine/importing/drafting/edit-cells.ts';
import { failImport } from '../../../../engine/importing/storing/end-import.ts';
import { mergeRejects } from '../../../../engine/importing/drafting/merge-rejects.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { undoImport } from '../../../../engine/importing/undoing/undo-import.ts';
import { inPieces } from '../../../unit/engine/importing/memory-files.ts';
import { draftTrial, pendingRows, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

const merge = (importId: string, content: string | Uint8Array) =>
  mergeRejects(trial.deps, {
    importId,
    source: inPieces(content, 5_003),
    fileName: `rejects-${importId}.csv`,
    actor: 'test',
    maxBytes: 1e8,
  });
const LIST = [
  'phone;name;note',
  '+12125550101;Ada;',
  '+1 nonsense;=cmd();"a;""b"""',
  '+12125550103',
  '4915112345678;Dee;',
  ';Eve;"two\nlines"',
  '+12125550107;Flo;',
].join('\n');

describe('the reject file', () => {
  it('has the original cells, safe to open, with code, row, message and suggestion', async () => {
    const importId = await trial.checked(LIST);
    const lines = (await trial.rejects(importId)).toString().split('\r\n');
    expect(lines[0]).toBe('phone;name;note;error_code;error_message;suggested_value');
    expect(lines[1]).toMatch(/^'\+1 nonsense;'=cmd\(\);"a;""b""";phone_\w+;"?row 3: phone: .*; expected /);
    expect(lines[2]).toMatch(/^'\+12125550103;;;too_few_cells;"?row 4: .*;$/);
    expect(lines[3]).toMatch(/^4915112345678;Dee;;phone_lost_plus;.*row 5: phone: .*;phone: \+4915112345678$/);
    expect(lines[4]).toMatch(/^;Eve;"two\nlines";phone_missing;"?row 6: /);
    expect(lines).toHaveLength(6);
  });

  it.each(['windows-1252', 'utf-16le', 'utf-16be', 'utf-8', 'windows-1251'] as const)(
    'is written in %s when the list was, byte for byte',
    async (encoding) => {
      const name = encoding === 'windows-1251' ? 'Жанна Ильинична Щукина' : 'Zoë Ångström – “Müller”';
      const mark = encoding.startsWith('utf-') ? '\uFEFF' : '';
      const text = `${mark}phone,name\n+12125550101,Ada\n12,${name}\n`;
      const importId = await trial.checked(iconv.encode(text, encoding, { addBOM: false }), { encoding });
      const file = await trial.rejects(importId);
      expect(file.includes(iconv.encode(name, encoding, { addBOM: false }))).toBe(true);
      const back = iconv.decode(file, encoding, { stripBOM: false });
      expect(back.startsWith(`${mark}phone,name,error_code`)).toBe(true);
      expect(await merge(importId, file)).toMatchObject({ merged: 0, unchanged: 1, refused: 0 });
      const corrected = back.replace('\n12,', '\n+12125550102,');
      expect(await merge(importId, iconv.encode(corrected, encoding, { addBOM: false }))).toMatchObject({ merged: 1 });
      await trial.run(importId);
      expect(await trial.contacts(importId)).toMatchObject([{ name: 'Ada' }, { phone: 12125550102, name }]);
    },
  );

  it('is UTF-8 with a mark where the encoding of the list cannot write what it holds', async () => {
    const list = iconv.encode('phone,name\n12,Zoë\n13,Ken\n+12125550101,Ada\n', 'windows-1252');
    const importId = await trial.checked(list, { encoding: 'windows-1252' });
    await editCells(trial.deps, { importId, rowNumber: 3, cells: { name: '東京' }, actor: 'test' });
    const file = await trial.rejects(importId);
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(file.toString()).toMatch(/Zoë.*\r\n.*東京/);
    expect(await merge(importId, file)).toMatchObject({ merged: 0, unchanged: 2 });
  });

  it('is refused before the check', async () => {
    const importId = await trial.upload(LIST);
    await expect(trial.rejects(importId)).rejects.toMatchObject({ code: 'draft_not_checked' });
    await expect(merge(importId, 'x')).rejects.toMatchObject({ code: 'draft_not_checked' });
  });
});

describe('a corrected reject file', () => {
  it('is merged into its draft: what was corrected is looked at again, the rest is left', async () => {
    const importId = await trial.checked(LIST);
    const text = (await trial.rejects(importId)).toString();
    const corrected = text.replace("'+1 nonsense", '+12125550102').replace("'+12125550103;;", '+12125550103;Cy;');
    expect(await merge(importId, corrected)).toEqual({
      importId,
      version: 2,
      merged: 2,
      unchanged: 2,
      refused: 0,
      firstRefused: [],
    });
    expect(await pendingRows(trial, importId)).toEqual([3, 4]);
    expect((await trial.rejects(importId)).toString()).toContain('row 3: ');
    await trial.run(importId);
    expect(await trial.contacts(importId)).toMatchObject([
      { row: 2, phone: 12125550101 },
      { row: 3, phone: 12125550102, name: '=cmd()' },
      { row: 4, phone: 12125550103, name: 'Cy' },
      { row: 7 },
    ]);
    expect(await merge(importId, corrected)).toMatchObject({ merged: 0, unchanged: 4, version: 2 });
  });

  it('may come from a spreadsheet with another delimiter, other columns and another order', async () => {
    const importId = await trial.checked(LIST);
    const file = [
      'error_message,mine,note,ERROR,error_code,name,phone',
      '"row 3: phone: no",1,"a;""b""",,phone_invalid,\'=cmd(),+12125550102',
      '"row 6: phone: no",2,"two\r\nlines",,phone_missing,Eve,',
    ].join('\r\n');
    expect(await merge(importId, file)).toMatchObject({ merged: 1, unchanged: 1, refused: 0 });
    expect(await pendingRows(trial, importId)).toEqual([3]);
  });

  it('says of every row that it could not merge which it was and why', async () => {
    const importId = await trial.checked(LIST);
    const file = [
      'phone;name;note;error_code;error_message',
      '+12125550110;A;;x;row 2: not rejected',
      '+12125550111;B;;x;row 99: not in the list',
      '+12125550112;C;;x;no number',
      '+12125550113;D;;x',
      '+12125550114;E;;x;row 3: good',
      '+12125550115;F;;x;row 3: again',
      '+12125550116;G;;x;row 4: shifted;z',
      '+12125550117;"H" h;;x;row 4: quotes',
      '+12125550118;I;;x;row 99999999: far',
    ].join('\n');
    const { firstRefused, ...counts } = await merge(importId, file);
    expect(counts).toMatchObject({ merged: 1, unchanged: 0, refused: 8 });
    expect(
      firstRefused
        .map(({ fileRow, rowNumber, reason }) => [fileRow, rowNumber, reason])
        .toSorted((a, b) => Number(a[0]) - Number(b[0])),
    ).toEqual([
      [2, 2, 'not_set_aside'],
      [3, 99, 'not_set_aside'],
      [4, null, 'no_row_number'],
      [5, null, 'no_row_number'],
      [7, 3, 'twice'],
      [8, 4, 'too_many_cells'],
      [9, 4, 'damaged'],
      [10, 99_999_999, 'not_set_aside'],
    ]);
    expect(firstRefused.every(({ message }) => message.includes('; expected '))).toBe(true);
    await trial.run(importId);
    expect((await trial.contacts(importId)).map(({ row }) => row)).toEqual([2, 3, 7]);
  });

  it('must be one: with its columns, and those of the list', async () => {
    const importId = await trial.checked(LIST);
    const before = trial.files.stored.size;
    await expect(merge(importId, LIST)).rejects.toMatchObject({ code: 'no_reject_file' });
    await expect(merge(importId, 'phone;error_code;error_message\n1;x;row 3: x\n')).rejects.toMatchObject({
      code: 'reject_columns_missing',
      details: { missing: ['name', 'note'] },
    });
    await expect(merge(importId, '')).rejects.toMatchObject({ code: 'file_empty' });
    await expect(merge(importId, Buffer.from('PK\x03\x04 a workbook'))).rejects.toMatchObject({
      code: 'file_is_spreadsheet',
    });
    expect(trial.files.stored.size).toBe(before);
    expect(await pendingRows(trial, importId)).toEqual([]);
  });

  it('of thousands of rows is merged whole, page by page', async () => {
    const count = 3_500;
    let list = 'phone,name\n+12125550101,Ada\n';
    for (let i = 0; i < count; i++) list += `bad ${i},Name ${i}\n`;
    const importId = await trial.checked(list);
    const corrected = (await trial.rejects(importId))
      .toString()
      .replace(/^bad (\d+)/gm, (_, i: string) => `+1646${2_000_000 + Number(i)}`);
    expect(await merge(importId, corrected)).toMatchObject({ merged: count, refused: 0 });
    await trial.run(importId);
    const { acceptedRows, rejectedRows } = await trial.view(importId);
    expect({ acceptedRows, rejectedRows }).toEqual({ acceptedRows: count + 1, rejectedRows: 0 });
  });

  it('mends a list of which nothing could be used', async () => {
    const importId = await trial.checked('phone,name\nbad,Ada\n');
    expect(await trial.view(importId)).toMatchObject({ state: 'failed' });
    const corrected = (await trial.rejects(importId)).toString().replace('\nbad', '\n+12125550101');
    expect(await merge(importId, corrected)).toMatchObject({ merged: 1 });
    await trial.run(importId);
    expect(await trial.view(importId)).toMatchObject({ state: 'checked', acceptedRows: 1, failure: null });
  });

  it('adds the repaired people to a list that is done, and touches nobody else', async () => {
    const importId = await trial.checked(LIST);
    const text = (await trial.rejects(importId)).toString();
    await commitImport(trial.deps, { importId, actor: 'test' });
    await trial.run(importId);
    const before = await trial.contacts(importId);
    const again = `${text.replace("'+1 nonsense", '+12125550102')}+12125550199;X;;x;row 2: a contact;\r\n`;
    expect(await merge(importId, again)).toMatchObject({ merged: 1, unchanged: 3, refused: 1 });
    expect(await trial.view(importId)).toMatchObject({ state: 'checked', wanted: 'commit' });
    expect(await trial.run(importId)).toBe('done');
    const after = await trial.contacts(importId);
    expect(after.filter(({ row }) => row !== 3)).toEqual(before);
    expect(after.find(({ row }) => row === 3)).toMatchObject({ phone: 12125550102, state: 'ready' });
  });

  it('changes no contact of a list that is done, though a warning keeps its row', async () => {
    const importId = await trial.checked('phone,name\n+12125550101,MÃ¼ller\nbad,Ben\n');
    await commitImport(trial.deps, { importId, actor: 'test' });
    await trial.run(importId);
    const file = 'phone,name,error_code,error_message\n+12125550177,Other,x,row 2: a contact\n';
    expect(await merge(importId, file)).toMatchObject({
      merged: 0,
      refused: 1,
      firstRefused: [{ fileRow: 2, rowNumber: 2, reason: 'is_contact' }],
    });
    expect(await trial.view(importId)).toMatchObject({ state: 'done' });
    await expect(
      editCells(trial.deps, { importId, rowNumber: 2, cells: { name: 'Other' }, actor: 'test' }),
    ).rejects.toMatchObject({ code: 'row_not_editable' });
  });

  it('keeps the contacts of a list that is done, whatever becomes of the repaired rows', async () => {
    const importId = await trial.checked(LIST);
    await commitImport(trial.deps, { importId, actor: 'test' });
    await trial.run(importId);
    const before = await trial.contacts(importId);
    const text = (await trial.rejects(importId)).toString();
    await merge(importId, text.replace("'+1 nonsense", '+12125550102'));
    await failImport(trial.deps, importId, { code: 'cannot_be_stored', message: 'no' });
    expect(await trial.view(importId)).toMatchObject({ state: 'done', failure: { code: 'cannot_be_stored' } });
    expect(await trial.contacts(importId)).toEqual(before);
    await merge(importId, text.replace(';Eve;', '+12125550104;Eve;'));
    await undoImport(trial.deps, { importId, actor: 'test' });
    await trial.run(importId);
    expect(await trial.view(importId)).toMatchObject({ state: 'undone' });
    expect(await trial.contacts(importId)).toEqual([]);
  });
});
