import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { audit } from '../../../../engine/audit.ts';
import { listAudit, namedPage, type AuditFilter } from '../../../../engine/access/list-audit.ts';
import { mostRows } from '../../../support/most-rows.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const LINES = 40_000;
const NOBODY = '01980000-0000-7000-8000-000000000001';

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
  ['a campaign with what is its', { campaignId: NOBODY }, 'audit_entries_subject_idx', 60],
])('reads what was done by %s by its index, and little else', async (_, filter, index, most) => {
  const plan = await firstRow<{ 'QUERY PLAN': unknown }>(
    test.adminDb,
    sql`explain (format json, analyze, timing off) ${namedPage(filter)}`,
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

it('finds what was done with a campaign, its retries and its lists, and names them', async () => {
  const deps = engineOver(test, scriptedTelephony());
  const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
  const retry = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into retries (campaign_id, name, reason, filter, options, planned_by)
        values (${campaignId}, 'Busy again', 'evening', '{}', '{}', 'test') returning id`,
  );
  const other = await seedCampaign(deps, test, { contacts: 1 });
  const line = { actor: 'key:k1', reason: 'because' };
  await audit(test.adminDb, { ...line, action: 'campaign.pause', subject: `campaign:${campaignId}` });
  await audit(test.adminDb, { ...line, action: 'retry.start', subject: `retry:${retry?.id}` });
  await audit(test.adminDb, { ...line, action: 'campaign.pause', subject: `campaign:${other.campaignId}` });
  await audit(test.adminDb, { ...line, action: 'retry.start', subject: 'retry:gone' });
  const { items } = await listAudit({ readDb: test.readDb }, { campaignId, actor: 'key:k1' });
  expect(items.map(({ action, subjectName, subjectOf }) => [action, subjectName, subjectOf])).toEqual([
    ['retry.start', 'Busy again', `campaign:${campaignId}`],
    ['campaign.pause', expect.any(String), null],
  ]);
});
