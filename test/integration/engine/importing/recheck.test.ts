import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { decideFixes } from '../../../../engine/importing/drafting/decide-fixes.ts';
import { editCells } from '../../../../engine/importing/drafting/edit-cells.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import type { Verdicts } from '../../../corpus/corpus.ts';
import { storedGroups, storedVerdicts } from '../../../corpus/stored-verdicts.ts';
import { checkBytes } from '../../../unit/engine/importing/list-job.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

const verdicts = (importId: string): Promise<Verdicts> => storedVerdicts(trial.database.db, importId);
const groups = (importId: string) => storedGroups(trial.database.db, importId);
const decide = async (importId: string, fixes: Parameters<typeof decideFixes>[1]['fixes']): Promise<void> => {
  await decideFixes(trial.deps, { importId, fixes, actor: 'test' });
  await trial.run(importId);
};
const edit = async (importId: string, rowNumber: number, phone: string): Promise<void> => {
  await editCells(trial.deps, { importId, rowNumber, cells: { '#1': phone }, actor: 'test' });
  await trial.run(importId);
};
const accepted = (found: Verdicts): string[] => Object.keys(found).filter((row) => 'phones' in (found[row] ?? {}));
/** Every row of the file is told of once, and counted as what it is. */
async function expectSum(importId: string, rowCount: number): Promise<void> {
  const found = await verdicts(importId);
  const all = Object.values(found);
  const view = await trial.view(importId);
  expect(view).toMatchObject({
    rowsRead: rowCount,
    acceptedRows: accepted(found).length,
    duplicateRows: all.filter((verdict) => 'duplicateOf' in verdict).length,
    rejectedRows: all.filter((verdict) => 'rejected' in verdict).length,
  });
  expect(all.length).toBe(rowCount);
}

/** Cells of a phone column, of which several mean the same number. */
const cell = fc.constantFrom(
  '+12125550101',
  '(212) 555-0101',
  '12125550101',
  '12125550101.0',
  '+12125550102',
  '12125550102',
  '1.2125550102E+10',
  '"=""+12125550103"""',
  '+12125550103',
  '+1 212 555 0103 ext. 5',
  'nonsense',
  '',
  '12',
);
const listed = (cells: readonly string[]): string =>
  `phone,name\n${cells.map((phone, at) => `${phone},Name ${at}`).join('\n')}\n`;
const policy = fc.constantFrom<NonNullable<ImportOptions['duplicates']>>('skip', 'keep_last', 'keep_all');
const FIXES = ['lost_plus', 'decimal', 'scientific', 'quoted_number', 'extension'] as const;

describe('any list with any policy', () => {
  it('adds up, in the database and without a server, and both say the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 25 }), policy, async (cells, duplicates) => {
        const options: ImportOptions = { duplicates, hasHeader: true, mapping: { phone: ['phone'] } };
        const importId = await trial.checked(listed(cells), options);
        const view = await trial.view(importId);
        if (view.state === 'failed') {
          expect(view.acceptedRows).toBe(0);
          return;
        }
        await expectSum(importId, cells.length);
        const {
          rows: rowCount,
          accepted: good,
          rejected,
          duplicates: doubles,
        } = await checkBytes(listed(cells), options);
        expect(rowCount).toBe(good + rejected + doubles);
        expect(view).toMatchObject({
          rowsRead: rowCount,
          acceptedRows: good,
          rejectedRows: rejected,
          duplicateRows: doubles,
        });
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('is the same whether its repairs were decided before the check, or after it in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 2, maxLength: 16 }),
        policy,
        fc.shuffledSubarray([...FIXES], { minLength: 1 }),
        async (cells, duplicates, fixes) => {
          const content = listed([...cells, '+12125550199']);
          const options: ImportOptions = { duplicates, hasHeader: true, mapping: { phone: ['phone'] } };
          const decisions = Object.fromEntries(fixes.map((fix) => [fix, 'accept' as const]));
          const at = await trial.checked(content, { ...options, fixes: decisions });
          const later = await trial.checked(content, options);
          for (const fix of fixes) await decide(later, { [fix]: 'accept' });
          const [expected, found] = [await verdicts(at), await verdicts(later)];
          expect(accepted(found)).toEqual(accepted(expected));
          expect(Object.keys(found)).toEqual(Object.keys(expected));
          await expectSum(later, cells.length + 1);
          // What was repaired is not asked for again.
          for (const fix of fixes) expect(JSON.stringify(found)).not.toContain(`(${fix}: `);
          for (const fix of fixes) await decide(later, { [fix]: 'undecided' });
          const untouched = await trial.checked(content, options);
          expect(await verdicts(later)).toEqual(await verdicts(untouched));
          expect(await groups(later)).toEqual(await groups(untouched));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('rows that depend on another one', () => {
  const options: ImportOptions = { hasHeader: true, mapping: { phone: ['phone'] } };
  const content = (duplicates: string): string => `phone,name,tz\n${duplicates}`;

  it('come in when that one is given another number', async () => {
    const importId = await trial.checked(
      // The warning makes the first row one that can be corrected.
      content('+12125550101,ZoÃ«,\n+12125550101,Bob,\n+12125550101,Cy,\n+12125550104,Dee,\n'),
      options,
    );
    expect(await verdicts(importId)).toMatchObject({ 3: { duplicateOf: 2 }, 4: { duplicateOf: 2 } });
    await edit(importId, 2, '+12125550109');
    const found = await verdicts(importId);
    expect(accepted(found)).toEqual(['2', '3', '5']);
    expect(found).toMatchObject({ 4: { duplicateOf: 3 } });
    await expectSum(importId, 4);
  });

  it('come in when that one turns out bad', async () => {
    const importId = await trial.checked(content('+12125550101,ZoÃ«,\n+12125550101,Bob,\n'), options);
    await edit(importId, 2, 'nonsense');
    expect(accepted(await verdicts(importId))).toEqual(['3']);
    await expectSum(importId, 2);
  });

  it('go out when a corrected row before them has their number, also when nothing else is to be said of them', async () => {
    const importId = await trial.checked(content('bad,Ada,\n+12125550102,Bob,\n'), options);
    await edit(importId, 2, '+12125550102');
    expect(await verdicts(importId)).toMatchObject({ 2: { phones: [12125550102] }, 3: { duplicateOf: 2 } });
    await expectSum(importId, 2);
    // And in again when it is corrected once more.
    await edit(importId, 2, '+12125550107');
    expect(accepted(await verdicts(importId))).toEqual(['2', '3']);
    await expectSum(importId, 2);
  });
});

it('a correction that is made again and again is counted once', async () => {
  const importId = await trial.checked('phone,name\nbad,Ada\n+12125550102,Bob\n');
  const problems = async () => Object.entries(await groups(importId)).filter(([group]) => !group.startsWith('info '));
  const before = await problems();
  for (const phone of ['+12125550101', 'worse', '+12125550101', '', 'bad']) await edit(importId, 2, phone);
  expect(await problems()).toEqual(before);
  await expectSum(importId, 2);
  await commitImport(trial.deps, { importId, actor: 'test' });
  expect(await trial.run(importId)).toBe('done');
  const left = await rows(trial.database.db, sql`select 1 from import_rows where import_id = ${importId} and pending`);
  expect(left).toEqual([]);
});
