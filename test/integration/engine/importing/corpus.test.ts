import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { FIX_CODES } from '../../../../domain/fixes.ts';
import { checkFile } from '../../../../engine/importing/checking/check-file.ts';
import { decideFixes } from '../../../../engine/importing/drafting/decide-fixes.ts';
import { findImport } from '../../../../engine/importing/find-import.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { countedGroups, loadCorpus, sumOf, type Verdicts } from '../../../corpus/corpus.ts';
import { storedGroups, storedVerdicts } from '../../../corpus/stored-verdicts.ts';
import { tables } from '../../../unit/engine/importing/list-job.ts';
import { inPieces } from '../../../unit/engine/importing/memory-files.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

const corpus = loadCorpus();
let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

const stored = (importId: string): Promise<Verdicts> => storedVerdicts(trial.database.db, importId);
const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'none',
    (error: unknown) => {
      if (!(error instanceof Error)) return error;
      if ('facts' in error && typeof error.facts === 'object' && error.facts !== null && 'code' in error.facts) {
        return error.facts.code;
      }
      return 'code' in error ? error.code : error;
    },
  );
const decide = async (importId: string, fixes: Parameters<typeof decideFixes>[1]['fixes']): Promise<void> => {
  await decideFixes(trial.deps, { importId, fixes, actor: 'test' });
  await trial.run(importId);
};
const mentions = (verdicts: Verdicts, fix: string): boolean => JSON.stringify(verdicts).includes(`(${fix}: `);

it('has files of every kind of damage that can be repaired', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  const repaired = new Set(corpus.flatMap(({ expected }) => Object.keys(expected.fixes ?? {})));
  expect([...repaired].sort()).toEqual([...FIX_CODES].sort());
});

describe.each(corpus)('the file $name', ({ bytes, expected }) => {
  const { options = {}, rows: verdicts, notes, fixes = {}, suppressed = [] } = expected;
  const check = () =>
    checkFile({
      read: () => inPieces(bytes, 1_009),
      options,
      ...tables,
      nowMs: Date.now(),
    });

  it('has its verdict for each row, without a server and in the database', async () => {
    if (expected.refused !== undefined) {
      expect(await codeOf(trial.upload(bytes, options))).toBe(expected.refused);
      expect(await codeOf(check())).toBe(expected.refused);
      return;
    }
    const importId = await trial.checked(bytes, options);
    if (expected.failure !== undefined) {
      expect(await trial.view(importId)).toMatchObject({ state: 'failed', failure: { code: expected.failure } });
      expect(await codeOf(check())).toBe(expected.failure);
      return;
    }
    const found = await stored(importId);
    expect(found).toEqual(verdicts);
    const { detected } = await findImport(trial.database.db, importId);
    expect(detected.layout).toMatchObject(expected.layout ?? {});
    const phoneHeader = detected.layout?.columns.find((column) => column.use === 'phone')?.header ?? '';
    const { groups, ...sum } = sumOf(verdicts ?? {}, notes, phoneHeader);
    expect(await trial.view(importId)).toMatchObject({
      rowsRead: sum.rows,
      acceptedRows: sum.accepted,
      rejectedRows: sum.rejected,
      duplicateRows: sum.duplicates,
    });
    expect(await storedGroups(trial.database.db, importId)).toEqual(groups);
    const checked = await check();
    expect(checked).toMatchObject(sum);
    expect(countedGroups(checked.groups)).toEqual(groups);
  });

  it('has its repairs, each of which holds, is not asked for again, and can be taken back', async () => {
    if (verdicts === undefined) return;
    expect(Object.keys(fixes).sort()).toEqual(FIX_CODES.filter((fix) => mentions(verdicts, fix)).sort());
    const importId = await trial.checked(bytes, options);
    const groups = await storedGroups(trial.database.db, importId);
    for (const [fix, repaired] of Object.entries(fixes)) {
      await decide(importId, { [fix]: 'accept' });
      const after = await stored(importId);
      expect(after).toEqual({ ...verdicts, ...repaired });
      expect(mentions(after, fix)).toBe(false);
      await decide(importId, { [fix]: 'undecided' });
      expect(await stored(importId)).toEqual(verdicts);
      expect(await storedGroups(trial.database.db, importId)).toEqual(groups);
    }
  });

  it('is committed as it was checked: every accepted row has one state, and who said no is suppressed', async () => {
    if (verdicts === undefined) return;
    for (const phone of suppressed) {
      await trial.database.db.execute(
        sql`insert into suppressions (phone, source, created_by) values (${phone}, 'api', 'test')`,
      );
    }
    const importId = await trial.checked(bytes, options);
    await commitImport(trial.deps, { importId, actor: 'test' });
    const accepted = Object.entries(verdicts).flatMap(([row, verdict]) =>
      'phones' in verdict ? [{ row, verdict }] : [],
    );
    expect(await trial.run(importId)).toBe(accepted.length > 0 ? 'done' : 'checked');
    const found = await rows<{ row: number; state: string }>(
      trial.database.db,
      sql`select c.row_number as row, s.state from contacts c left join contact_states s on s.contact_id = c.id
          where c.import_id = ${importId} order by c.row_number`,
    );
    expect(found).toEqual(
      accepted.map(({ row, verdict: { phones, zones } }) => ({
        row: Number(row),
        state: phones.some((phone) => suppressed.includes(phone))
          ? 'suppressed'
          : zones[0] === 'none'
            ? 'unknown_zone'
            : 'ready',
      })),
    );
    await trial.database.adminDb.execute(sql`delete from suppressions`);
  });
});
