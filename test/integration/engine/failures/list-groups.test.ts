import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { compactCounts } from '../../../../engine/counting/compact-counts.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { failureCounts } from '../../../../engine/failures/read-counts.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());
beforeEach(async () => {
  seeded = await seedCampaign(deps, test, { contacts: 20, launch: false });
});

const groups = async (campaignId?: string) => (await listFailureGroups(deps, { campaignId })).items;

it('groups failed attempts by cause, with what it means, its share and its open contacts', async () => {
  await seedFailures(test, seeded, {
    cause: 'busy',
    contactIds: seeded.contactIds.slice(0, 12),
    providerReason: 'sip 486',
  });
  await seedFailures(test, seeded, {
    cause: 'bad_number',
    contactIds: seeded.contactIds.slice(12, 16),
    state: 'failed',
  });
  const { items, totals, stuck } = await listFailureGroups(deps, { campaignId: seeded.campaignId });
  expect(items.map(({ cause, attempts, openContacts, share }) => [cause, attempts, openContacts, share])).toEqual([
    ['busy', 12, 12, 0.75],
    ['bad_number', 4, 4, 0.25],
  ]);
  expect(items[0]).toMatchObject({
    class: 'retry',
    words: 'Busy',
    codes: [{ code: 'sip #', attempts: 12 }],
    campaigns: [{ id: seeded.campaignId, name: 'trial', kind: 'campaign', programmeId: null, openContacts: 12 }],
    retryable: true,
  });
  expect(items[1]).toMatchObject({
    class: 'never',
    retryable: false,
    whyNotRetryable: expect.stringContaining('changes nothing'),
  });
  expect(totals).toEqual({ attempts: 16, failed: 16 });
  expect(stuck).toEqual({ count: 0, oldestAt: null });
});

it('says the same before and after the counts were added up', async () => {
  await seedFailures(test, seeded, { cause: 'no_answer' });
  const before = await groups(seeded.campaignId);
  while ((await compactCounts(deps)) > 0);
  expect(await groups(seeded.campaignId)).toEqual(before);
});

it('draws the last 24 hours by the hour, the current one last, and leaves older ones out', async () => {
  const [a, b, c] = seeded.contactIds;
  await seedFailures(test, seeded, { cause: 'busy', contactIds: [a ?? 0] });
  await seedFailures(test, seeded, { cause: 'busy', contactIds: [b ?? 0], agoSeconds: 3 * 3600 });
  await seedFailures(test, seeded, { cause: 'busy', contactIds: [c ?? 0], agoSeconds: 30 * 3600 });
  const [group] = await groups(seeded.campaignId);
  expect(group?.hours).toHaveLength(24);
  expect([group?.hours.at(-1), group?.hours.at(-4), group?.attempts]).toEqual([1, 1, 3]);
  expect(group?.hours.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(Date.parse(group?.lastAt ?? '') - Date.parse(group?.firstAt ?? '')).toBeGreaterThan(29 * 3_600_000);
});

it('counts a retry with its campaign, and only the open contacts of what was reached since', async () => {
  const retry = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into runs (kind, campaign_id, state) values ('retry', ${seeded.campaignId}, 'running') returning id`,
  );
  await seedFailures(test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(0, 5) });
  await seedFailures(test, seeded, {
    cause: 'no_answer',
    contactIds: seeded.contactIds.slice(0, 2),
    runId: retry?.id ?? '',
  });
  await test.adminDb.execute(
    sql`update contact_states set state = 'reached' where contact_id = ${seeded.contactIds[0] ?? 0}`,
  );
  const items = await groups(seeded.campaignId);
  expect(items.map(({ cause, attempts, openContacts }) => [cause, attempts, openContacts])).toEqual([
    ['busy', 5, 3],
    ['no_answer', 2, 1],
  ]);
});

it('leaves resolved contacts out of the open ones', async () => {
  await seedFailures(test, seeded, { cause: 'busy' });
  await test.adminDb.execute(
    sql`update contact_states set resolution_id = gen_random_uuid() where run_id = ${seeded.runId}`,
  );
  expect(await groups(seeded.campaignId)).toMatchObject([
    { cause: 'busy', attempts: 20, openContacts: 0, retryable: false },
  ]);
});

it('adds all campaigns up, and names those that are affected, the most first', async () => {
  const other = await seedCampaign(deps, test, { contacts: 3, launch: false });
  await seedFailures(test, seeded, { cause: 'provider_failure' });
  await seedFailures(test, other, { cause: 'provider_failure' });
  const group = (await groups()).find(({ cause }) => cause === 'provider_failure');
  expect(group?.campaigns.map(({ id, openContacts }) => [id, openContacts])).toEqual([
    [seeded.campaignId, 20],
    [other.campaignId, 3],
  ]);
  expect(group?.attempts).toBe(23);
});

it('makes a new group of a message that nobody knows', async () => {
  await seedFailures(test, seeded, { cause: 'unknown_end:carrier said blorp', outcome: 'unknown_end' });
  expect(await groups(seeded.campaignId)).toMatchObject([
    { cause: 'unknown_end:carrier said blorp', words: 'Ended for an unknown reason: “carrier said blorp”' },
  ]);
});

it('offers no retry for messages of reminders, and says why', async () => {
  await seedFailures(test, seeded, { cause: 'busy' });
  await test.adminDb.execute(sql`update runs set kind = 'programme' where id = ${seeded.runId}`);
  const programme = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into programmes (name, campaign_id, run_id, settings, created_by)
        values ('clinic', ${seeded.campaignId}, ${seeded.runId}, '{}', 'test') returning id`,
  );
  expect(await groups(seeded.campaignId)).toMatchObject([
    {
      retryable: false,
      whyNotRetryable: expect.stringContaining('reminders'),
      campaigns: [{ kind: 'programme', programmeId: programme?.id }],
    },
  ]);
});

it('refuses a campaign that does not exist', async () => {
  await expect(groups('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'unknown_campaign' });
});

it('reads counts by their index alone, and no attempt, however many there are', async () => {
  await test.adminDb.execute(
    sql`insert into counts (run_id, what, key, value, n)
        select r.id, 'failure', 'cause ' || c, 'hour:' || h, 1
        from (select ${seeded.runId}::uuid union all select gen_random_uuid() from generate_series(1, 30)) r(id),
          generate_series(1, 20) c, generate_series(1, 100) h`,
  );
  await test.adminDb.execute(sql`analyze counts`);
  const plan = await rows(
    test.adminDb,
    sql`explain (format json) ${failureCounts({ campaignId: seeded.campaignId }, ['2027-03-01T14'])}`,
  );
  const words = JSON.stringify(plan);
  expect(words).toContain('counts_pkey');
  expect(words).toContain('count_deltas_run_idx');
  expect(words).not.toContain('"Seq Scan"');
  expect(words).not.toContain('attempts');
});
