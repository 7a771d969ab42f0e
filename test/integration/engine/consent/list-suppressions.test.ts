import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { listSuppressions, suppressionPage, type SuppressionFilter } from '../../../../engine/consent/list.ts';
import { mostRows } from '../../../support/most-rows.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
  const list = (name: string) =>
    sql`insert into suppression_lists (name, source, file_name, sha256, state, created_by)
        values (${name}, 'test', 'x.csv', '', 'done', 'test')`;
  await test.adminDb.execute(list('house'));
  await test.adminDb.execute(list('house'));
  await test.adminDb.execute(list('registry'));
  const put = (first: number, last: number, listId: number, source: string, lifted: string) =>
    sql`insert into suppressions (phone, list_id, source, created_by, lifted_at)
        select 12020000000 + i, ${listId}::int, ${source}, 'test', case when ${sql.raw(lifted)} then outdial_now() end
        from generate_series(${first}::int, ${last}::int) i`;
  // What is looked for is old, beneath a registry that came later.
  await test.adminDb.execute(put(1, 200, 0, 'sms', 'i <= 80'));
  await test.adminDb.execute(put(201, 300, 1, 'list', 'i > 290'));
  await test.adminDb.execute(put(301, 400, 2, 'list', 'false'));
  await test.adminDb.execute(put(1_000, 40_000, 3, 'list', 'false'));
  await test.adminDb.execute(sql`analyze suppressions, suppression_lists`);
});
afterAll(() => test.drop());

it.each<[string, SuppressionFilter, string]>([
  ['of a list', { list: 'house' }, 'suppressions_list_idx'],
  ['that people said by text', { source: 'sms' }, 'suppressions_said_idx'],
  ['that were taken back', { onlyLifted: true }, 'suppressions_lifted'],
])('reads a page of those %s by its index, and little else', async (_, filter, index) => {
  const plan = await firstRow<{ 'QUERY PLAN': unknown }>(
    test.adminDb,
    sql`explain (format json, analyze, timing off) ${suppressionPage(filter)}`,
  );
  expect(JSON.stringify(plan)).toContain(index);
  expect(mostRows(plan?.['QUERY PLAN'])).toBeLessThan(200);
});

const all = async (filter: SuppressionFilter): Promise<string[]> => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSuppressions({ readDb: test.readDb }, { ...filter, limit: 33, cursor });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(found).toEqual([...new Set(found)].toSorted().toReversed());
  return found;
};

it('lists what was taken back alone, with everything, or not at all, page by page', async () => {
  expect(await all({ onlyLifted: true })).toHaveLength(90);
  expect(await all({ source: 'sms', includeLifted: true })).toHaveLength(200);
  expect(await all({ source: 'sms' })).toHaveLength(120);
  expect(await all({ source: 'sms', onlyLifted: true })).toHaveLength(80);
});

it('lists what every load of a list brought, in one order', async () => {
  expect(await all({ list: 'house' })).toHaveLength(190);
  expect(await all({ list: 'house', onlyLifted: true })).toHaveLength(10);
  expect(await all({ list: 'house', phone: 12_020_000_350 })).toHaveLength(1);
  expect(await all({ list: 'nobody' })).toEqual([]);
});
