import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { cancelImport } from '../../../../engine/importing/receiving/cancel-import.ts';
import { decideFixes } from '../../../../engine/importing/drafting/decide-fixes.ts';
import { editCells } from '../../../../engine/importing/drafting/edit-cells.ts';
import { editDraft, type OptionChanges } from '../../../../engine/importing/drafting/edit-draft.ts';
import { startCheck } from '../../../../engine/importing/drafting/start-check.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { groupProblems } from '../../../../engine/reading/import-groups.ts';
import { listProblems } from '../../../../engine/reading/import-problems.ts';
import { listImports } from '../../../../engine/reading/imports.ts';
import { draftTrial, pendingRows, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

const LIST = [
  'phone,name,note',
  '+12125550101,Ada,',
  '4915112345678,Ben,',
  '4915112345679,Cy,',
  'nonsense,Dee,',
  '+12125550105,MÃ¼ller,',
  '+12125550101,Ada again,',
  '+12125550107,too many,x,y',
  '+12125550108',
  '+12125550109,Ed,',
].join('\n');
const actor = 'test';
const edit = (importId: string, options: OptionChanges, version?: number) =>
  editDraft(trial.deps, { importId, version, options, actor });
const decide = (importId: string, fixes: Record<string, 'accept' | 'refuse' | 'undecided'>) =>
  decideFixes(trial.deps, { importId, fixes, actor });
const cells = (importId: string, rowNumber: number, values: Record<string, string>) =>
  editCells(trial.deps, { importId, rowNumber, cells: values, actor });
const commit = (importId: string, more: { badRows?: 'skip' | 'refuse'; campaignId?: string } = {}) =>
  commitImport(trial.deps, { importId, actor, ...more });
const sums = async (importId: string): Promise<[number, number, number]> => {
  const { acceptedRows, rejectedRows, duplicateRows } = await trial.view(importId);
  return [acceptedRows, rejectedRows, duplicateRows];
};

describe('a draft', () => {
  it('waits for a person after each step, and commits all that can be used', async () => {
    const importId = await trial.upload(LIST);
    expect(await trial.run(importId)).not.toBe('done');
    expect(await trial.view(importId)).toMatchObject({ state: 'uploaded', wanted: 'upload', version: 1, rowsRead: 0 });
    expect(await startCheck(trial.deps, { importId, version: 1, actor })).toMatchObject({
      version: 2,
      state: 'uploaded',
    });
    await trial.run(importId);
    expect(await trial.view(importId)).toMatchObject({ state: 'checked', share: null, secondsLeft: null });
    expect(await sums(importId)).toEqual([3, 5, 1]);
    expect(await startCheck(trial.deps, { importId, actor })).toMatchObject({ version: 2, state: 'checked' });
    expect((await trial.contacts(importId)).map(({ state }) => state)).toEqual([null, null, null]);
    await expect(commit(importId, { badRows: 'refuse' })).rejects.toMatchObject({
      code: 'draft_has_bad_rows',
      details: { rejectedRows: 5 },
    });
    await expect(commit(importId, { campaignId: randomUUID() })).rejects.toMatchObject({ code: 'unknown_campaign' });
    await commit(importId, { badRows: 'skip' });
    expect(await trial.run(importId)).toBe('done');
    expect((await trial.contacts(importId)).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    await expect(commit(importId)).rejects.toMatchObject({ code: 'import_over' });
    await expect(edit(importId, { defaultCountry: 'US' })).rejects.toMatchObject({ code: 'import_over' });
  });

  it('tells whoever saw an older version who changed it', async () => {
    const importId = await trial.upload(LIST);
    await editDraft(trial.deps, { importId, version: 1, fileName: 'April.csv', actor: 'key:ann' });
    await expect(edit(importId, { defaultCountry: 'US' }, 1)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'draft_changed',
      details: { version: 2, changedBy: 'key:ann', changedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    for (const step of [
      () => decideFixes(trial.deps, { importId, version: 1, fixes: {}, actor }),
      () => editCells(trial.deps, { importId, version: 1, rowNumber: 2, cells: {}, actor }),
      () => startCheck(trial.deps, { importId, version: 1, actor }),
      () => commitImport(trial.deps, { importId, version: 1, actor }),
    ]) {
      await expect(step()).rejects.toMatchObject({ code: 'draft_changed' });
    }
    expect(await trial.view(importId)).toMatchObject({ fileName: 'April.csv', version: 2, changedBy: 'key:ann' });
  });

  it('lets one of two edits of the same version through', async () => {
    const importId = await trial.upload(LIST);
    const answers = await Promise.allSettled([
      edit(importId, { defaultCountry: 'US' }, 1),
      edit(importId, { defaultCountry: 'DE' }, 1),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is checked from its first row again when it is to be read otherwise', async () => {
    const importId = await trial.checked(LIST);
    expect(await edit(importId, { defaultCountry: 'US', defaultZone: 'Europe/Berlin' })).toMatchObject({
      state: 'uploaded',
      recheck: 'all',
    });
    expect(await trial.view(importId)).toMatchObject({
      state: 'uploaded',
      wanted: 'upload',
      rowsRead: 0,
      acceptedRows: 0,
      options: { defaultCountry: 'US' },
    });
    expect(await listProblems(trial.deps, { importId })).toEqual({ items: [], nextCursor: null });
    expect(await groupProblems(trial.deps, { importId })).toMatchObject({ items: [], totals: { rows: 0, ready: 0 } });
    expect(await edit(importId, { defaultCountry: null })).toMatchObject({ state: 'uploaded', recheck: 'none' });
    expect((await trial.view(importId)).options).not.toHaveProperty('defaultCountry');
    await startCheck(trial.deps, { importId, actor });
    await trial.run(importId);
    expect(await sums(importId)).toEqual([3, 5, 1]);
    expect(await trial.contacts(importId)).toHaveLength(3);
  });

  it('is not checked again for what it was told already, nor for its name', async () => {
    const importId = await trial.checked(LIST, { mapping: { phone: ['phone'] } });
    expect(await edit(importId, { mapping: { phone: ['phone'] } })).toMatchObject({
      recheck: 'none',
      state: 'checked',
    });
    await expect(edit(importId, { defaultCountry: 'XX' })).rejects.toMatchObject({ code: 'unknown_country' });
    expect(await edit(importId, { badRows: 'refuse' })).toMatchObject({ recheck: 'none', state: 'checked' });
  });

  it('is mended after it failed, without another upload', async () => {
    const importId = await trial.checked('Kontakt,Wert\nAda,+12125550101\n', { mapping: { phone: ['Kontakt'] } });
    expect(await trial.view(importId)).toMatchObject({ state: 'failed', failure: { code: 'no_usable_rows' } });
    expect(await edit(importId, { mapping: { phone: ['Wert'], name: ['Kontakt'] } })).toMatchObject({
      state: 'uploaded',
    });
    expect(await trial.view(importId)).toMatchObject({ failure: null, endedAt: null });
    await startCheck(trial.deps, { importId, actor });
    await trial.run(importId);
    expect(await trial.contacts(importId)).toMatchObject([{ phone: 12125550101, name: 'Ada' }]);
  });
});

describe('a decision about a repair', () => {
  it('has just the rows with that damage looked at again', async () => {
    const importId = await trial.checked(LIST);
    expect(await decide(importId, { lost_plus: 'accept' })).toMatchObject({ recheck: 'rows', rows: 2, version: 2 });
    expect(await pendingRows(trial, importId)).toEqual([3, 4]);
    expect(await trial.view(importId)).toMatchObject({
      hasPendingRows: true,
      options: { fixes: { lost_plus: 'accept' } },
    });
    await trial.run(importId);
    expect(await sums(importId)).toEqual([5, 3, 1]);
    expect((await trial.contacts(importId)).map(({ phone }) => phone)).toContain(4915112345678);
    const { items } = await groupProblems(trial.deps, { importId });
    expect(items.find(({ code }) => code === 'repaired')).toMatchObject({
      fix: 'lost_plus',
      decision: 'accept',
      count: 2,
    });
  });

  it('can be taken back: every row is then what it was', async () => {
    const importId = await trial.checked(LIST);
    const before = [await trial.problems(importId), await trial.contacts(importId)];
    const { items: groups } = await groupProblems(trial.deps, { importId });
    await decide(importId, { lost_plus: 'accept', mojibake: 'accept' });
    await trial.run(importId);
    expect((await trial.contacts(importId)).map(({ name }) => name)).toContain('Müller');
    expect(await decide(importId, { lost_plus: 'undecided', mojibake: 'undecided' })).toMatchObject({ recheck: 'all' });
    await trial.run(importId);
    expect([await trial.problems(importId), await trial.contacts(importId)]).toEqual(before);
    expect((await groupProblems(trial.deps, { importId })).items).toEqual(groups);
  });

  it('about one column leaves the others alone', async () => {
    const importId = await trial.checked('mobile,work,name\n4915112345678,,A\n,4915112345679,B\n+12125550101,,C\n', {
      mapping: { phone: ['mobile', 'work'] },
    });
    expect(await decide(importId, { 'lost_plus:work': 'accept' })).toMatchObject({ rows: 1 });
    expect(await pendingRows(trial, importId)).toEqual([3]);
    await trial.run(importId);
    expect(await decide(importId, { lost_plus: 'refuse' })).toMatchObject({ recheck: 'rows', rows: 1 });
    await trial.run(importId);
    expect((await trial.contacts(importId)).map(({ row }) => row)).toEqual([3, 4]);
  });

  it('about very many rows reads the list again instead of marking each', async () => {
    const importId = await trial.checked(LIST);
    await trial.database.adminDb.execute(
      sql`update import_groups set count = 1000000 where import_id = ${importId} and fix = 'lost_plus'`,
    );
    expect(await decide(importId, { lost_plus: 'accept' })).toMatchObject({ recheck: 'all', rows: 9 });
    expect(await trial.view(importId)).toMatchObject({ state: 'uploaded', wanted: 'check' });
    await trial.run(importId);
    expect(await sums(importId)).toEqual([5, 3, 1]);
  });

  it('before the check changes nothing yet, and one that is no repair is refused', async () => {
    const importId = await trial.upload(LIST);
    expect(await decide(importId, { lost_plus: 'accept' })).toMatchObject({ recheck: 'none', rows: 0 });
    expect(await trial.view(importId)).toMatchObject({ state: 'uploaded', wanted: 'upload' });
    await expect(decide(importId, { nothing: 'undecided' })).rejects.toMatchObject({ code: 'unknown_fix' });
    await startCheck(trial.deps, { importId, actor });
    await trial.run(importId);
    expect(await sums(importId)).toEqual([5, 3, 1]);
  });

  it('on a list that is done adds whom it repairs, and is not taken back', async () => {
    const importId = await trial.checked(LIST);
    await commit(importId);
    await trial.run(importId);
    const before = await trial.contacts(importId);
    expect(await decide(importId, { lost_plus: 'accept', mojibake: 'accept' })).toMatchObject({
      recheck: 'rows',
      rows: 2,
    });
    await expect(cancelImport(trial.deps, { importId, actor })).rejects.toMatchObject({ code: 'import_committed' });
    await expect(edit(importId, { defaultCountry: 'US' })).rejects.toMatchObject({ code: 'import_committed' });
    expect(await trial.run(importId)).toBe('done');
    const after = await trial.contacts(importId);
    expect(after.map(({ row }) => row)).toEqual([2, 3, 4, 6, 10]);
    expect(after.every(({ state }) => state === 'ready')).toBe(true);
    expect(after.filter(({ row }) => before.some((old) => old.row === row))).toEqual(before);
    await expect(decide(importId, { lost_plus: 'undecided' })).rejects.toMatchObject({ code: 'repair_committed' });
  });
});

describe('a corrected cell', () => {
  it('has its row looked at again, and is kept when the list is read otherwise', async () => {
    const importId = await trial.checked(LIST);
    expect(await cells(importId, 5, { Phone: '+12125550155' })).toEqual({
      importId,
      rowNumber: 5,
      version: 2,
      verdict: 'pending',
      cells: ['+12125550155', 'Dee', ''],
    });
    await cells(importId, 9, { '#3': '' });
    await trial.run(importId);
    expect(await sums(importId)).toEqual([5, 3, 1]);
    expect((await trial.contacts(importId)).map(({ row }) => row)).toEqual([2, 5, 6, 9, 10]);
    await edit(importId, { defaultZone: 'Europe/Berlin' });
    await startCheck(trial.deps, { importId, actor });
    await trial.run(importId);
    expect((await trial.contacts(importId)).map(({ row }) => row)).toEqual([2, 5, 6, 9, 10]);
    expect(await sums(importId)).toEqual([5, 3, 1]);
  });

  it('takes what lies behind the last column away only when that column is given', async () => {
    const importId = await trial.checked(LIST);
    expect((await cells(importId, 8, { phone: '+12125550177' })).cells).toEqual(['+12125550177', 'too many', 'x', 'y']);
    expect((await cells(importId, 8, { note: 'x,y' })).cells).toEqual(['+12125550177', 'too many', 'x,y']);
  });

  it('must be in a row of which something was said, and in a column that is there', async () => {
    const importId = await trial.checked('a,a,phone\n,,x\n,,+12125550101\n');
    await expect(cells(importId, 3, { phone: 'x' })).rejects.toMatchObject({ code: 'row_not_editable' });
    await expect(cells(importId, 99, { phone: 'x' })).rejects.toMatchObject({ code: 'row_not_editable' });
    await expect(cells(importId, 2, { a: 'x' })).rejects.toMatchObject({ code: 'ambiguous_column' });
    await expect(cells(importId, 2, { b: 'x' })).rejects.toMatchObject({ code: 'unknown_column' });
    await expect(cells(importId, 2, { '#4': 'x' })).rejects.toMatchObject({ code: 'unknown_column' });
    await expect(cells(importId, 2, {})).rejects.toMatchObject({ code: 'no_cells' });
    expect((await cells(importId, 2, { '#2': 'z\0' })).cells).toEqual(['', 'z\uFFFD', 'x']);
  });
});

describe('what is shown of a list', () => {
  it('counts rows that an option about the list would let in', async () => {
    const importId = await trial.checked('phone\n+12125550101\n(212) 555-0102\nnonsense\n');
    const { totals, items } = await groupProblems(trial.deps, { importId });
    expect(totals).toMatchObject({ ready: 1, fixable: 1, rejected: 2, atMost: false });
    const [national] = items.filter(({ code }) => code === 'phone_needs_country');
    expect(national).toMatchObject({ fix: null, option: 'defaultCountry' });
  });

  it('counts rows that repairs would let in, and not those whose repair was refused', async () => {
    const importId = await trial.checked(LIST);
    const totals = async () => (await groupProblems(trial.deps, { importId })).totals;
    expect(await totals()).toEqual({
      rows: 9,
      ready: 3,
      fixable: 2,
      rejected: 5,
      duplicates: 1,
      suppressed: 0,
      withWarnings: 1,
      atMost: false,
    });
    await decide(importId, { lost_plus: 'refuse' });
    expect((await totals()).fixable).toBe(0);
    const { items } = await listProblems(trial.deps, { importId, fix: 'lost_plus', column: 'phone' });
    expect(items).toMatchObject([
      { rowNumber: 3, fix: 'lost_plus', suggested: '+4915112345678' },
      { rowNumber: 4, fix: 'lost_plus' },
    ]);
    expect((await listProblems(trial.deps, { importId, column: 'name' })).items).toMatchObject([{ code: 'mojibake' }]);
  });

  it('names the latest earlier upload of the same bytes that was not cancelled', async () => {
    const content = `${LIST}\n+12125550199,Only here,\n`;
    const first = await trial.upload(content, {}, { fileName: 'March.csv' });
    const second = await trial.upload(content);
    const third = await trial.upload(content);
    await cancelImport(trial.deps, { importId: second, actor });
    const { sameFile, fileSha256 } = await trial.view(third);
    expect(sameFile).toMatchObject({ importId: first, fileName: 'March.csv', state: 'uploaded' });
    expect((await trial.view(first)).sameFile).toBeNull();
    const { items } = await listImports(trial.deps, { sha256: fileSha256.toUpperCase() });
    expect(items.map(({ id }) => id)).toEqual([third, second, first]);
  });

  it('says how far the step at work is and when it may be over', async () => {
    const importId = await trial.upload(LIST);
    await trial.database.adminDb.execute(sql`
      update imports set state = 'checking', bytes_read = file_bytes / 4, step_started_at = outdial_now() - interval '10 seconds'
      where id = ${importId}`);
    const { share, secondsLeft } = await trial.view(importId);
    expect(share).toBeCloseTo(0.25, 1);
    expect(secondsLeft).toBeGreaterThanOrEqual(29);
    for (const step of [
      () => edit(importId, {}),
      () => decide(importId, {}),
      () => cells(importId, 2, { phone: '' }),
    ]) {
      await expect(step()).rejects.toMatchObject({ code: 'draft_busy' });
    }
    await cancelImport(trial.deps, { importId, actor });
    await expect(startCheck(trial.deps, { importId, actor })).rejects.toMatchObject({ code: 'import_over' });
  });

  it('is written down: each change, by whom', async () => {
    const importId = await trial.checked(LIST);
    await edit(importId, { badRows: 'skip' });
    await decide(importId, { lost_plus: 'accept' });
    await cells(importId, 5, { phone: '+12125550155' });
    await commit(importId);
    const lines = await rows<{ action: string; details: unknown }>(
      trial.database.db,
      sql`select action, details from audit_entries where subject = ${`import:${importId}`} order by id`,
    );
    expect(lines.map(({ action }) => action)).toEqual([
      'import.upload',
      'import.edit',
      'import.decide_fixes',
      'import.edit_row',
      'import.commit',
    ]);
    expect(JSON.stringify(lines)).not.toContain('2125550155');
  });
});
