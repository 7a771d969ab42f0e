import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { auditPage, listAudit, type AuditFilter } from '../../../../engine/access/list-audit.ts';
import { mostRows } from '../../../support/most-rows.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const LINES = 40_000;

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
  // What is looked for is old, under everything that the installation did by itself since.
  await test.adminDb.execute(
    sql`insert into audit_entries (actor, action, subject)
        select case when i <= 200 then 'user:ada@example.com' else 'system' end,
          case when i <= 100 then 'campaign.launch' when i <= 200 then 'campaign.pause' else 'consent.record' end, 'thing:' || i
        from generate_series(1, ${LINES}::int) i`,
  );
  await test.adminDb.execute(sql`analyze audit_entries`);
});
afterAll(() => test.drop());

it.each<[string, AuditFilter, string, number]>([
  ['an actor', { actor: 'user:ada@example.com' }, 'audit_entries_actor_idx', 60],
  ['an actor, page by page', { actor: 'user:ada@example.com', cursor: '100' }, 'audit_entries_actor_idx', 60],
  ['an action', { action: 'campaign.launch' }, 'audit_entries_action_idx', 60],
  ['an action, page by page', { action: 'campaign.launch', cursor: '80' }, 'audit_entries_action_idx', 60],
  ['everything of a thing', { action: 'campaign.' }, 'audit_entries_action_idx', 250],
])('reads what was done by %s by its index, and little else', async (_, filter, index, most) => {
  const plan = await firstRow<{ 'QUERY PLAN': unknown }>(
    test.adminDb,
    sql`explain (format json, analyze, timing off) ${auditPage(filter)}`,
  );
  expect(JSON.stringify(plan)).toContain(index);
  expect(mostRows(plan?.['QUERY PLAN'])).toBeLessThan(most);
});

it('reads the pages of an actor without a gap and without a double', async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit({ readDb: test.readDb }, { actor: 'user:ada@example.com', limit: 70, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(200);
  expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
});
