import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { listReviews } from '../../../../engine/answering/list-reviews.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listQueues } from '../../../../engine/failures/list-queues.ts';
import { listAttempts } from '../../../../engine/reading/attempts.ts';
import { resolveAttempts } from '../../../../engine/reconciling/resolve-many.ts';
import { foldAll } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

/** Contacts of which nobody can tell whether they were called. */
async function parked(count: number): Promise<Seeded> {
  const seeded = await seedCampaign(deps, test, { contacts: count, launch: false });
  await seedFailures(test, seeded, { cause: 'parked', state: 'parked' });
  await test.adminDb.execute(
    sql`update attempts set state = 'PARKED', outcome = null, ended_at = null, disposed_at = null, cost_presumed = true where run_id = ${seeded.runId}`,
  );
  return seeded;
}

it('gathers what waits for a person, by campaign, with where it is listed', async () => {
  const seeded = await parked(3);
  const other = await seedCampaign(deps, test, { contacts: 4, launch: false });
  const [a = 0, b = 0, c = 0] = other.contactIds;
  await test.adminDb.execute(sql`update contact_states set state = 'unknown_zone' where contact_id in (${a}, ${b})`);
  await test.adminDb.execute(sql`update contact_states set state = 'no_consent' where contact_id = ${c}`);
  await test.adminDb.execute(
    sql`insert into reviews (kind, phone, evidence, attempt_id, dedupe_key)
        select 'opt_out', phone, 'please no', id, 'review ' || id from attempts where run_id = ${seeded.runId} limit 1`,
  );
  await test.adminDb.execute(
    sql`insert into reviews (kind, phone, evidence, dedupe_key) values ('answer', 12125550999, 'maybe?', 'nobody''s')`,
  );
  const queues = await listQueues(deps, {});
  expect(queues.totals).toEqual({ parked: 3, doubtfulOptOuts: 1, unclearAnswers: 1, unknownZones: 2, noConsent: 1 });
  expect(queues.total).toBe(8);
  expect(queues.campaigns.map(({ id, counts, links }) => [id, Object.values(counts), links])).toEqual([
    [
      seeded.campaignId,
      [3, 1, 0, 0, 0],
      {
        parked: `/v1/attempts?state=PARKED&campaignId=${seeded.campaignId}`,
        doubtfulOptOuts: `/v1/reviews?kind=opt_out&campaignId=${seeded.campaignId}`,
      },
    ],
    [
      other.campaignId,
      [0, 0, 0, 2, 1],
      {
        unknownZones: `/v1/campaigns/${other.campaignId}/review/zones`,
        noConsent: `/v1/campaigns/${other.campaignId}/review/consent`,
      },
    ],
    [null, [0, 0, 1, 0, 0], { unclearAnswers: '/v1/reviews?kind=answer' }],
  ]);
  expect((await listQueues(deps, { campaignId: other.campaignId })).total).toBe(3);
  // The link leads to the same number of items.
  expect((await listReviews(deps, { kind: 'opt_out', campaignId: seeded.campaignId })).items).toHaveLength(1);
  expect((await listReviews(deps, { kind: 'answer', campaignId: seeded.campaignId })).items).toEqual([]);
});

it('decides many parked attempts at once, by facts, and none twice', async () => {
  const seeded = await parked(1_200);
  const other = await parked(2);
  const decide = () =>
    resolveAttempts(deps, {
      filter: { campaignId: seeded.campaignId },
      dialled: true,
      reason: 'on the invoice',
      actor: 'user:a',
    });
  const answers = await Promise.all([decide(), decide()]);
  expect(answers.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(1_200);
  expect(await decide()).toEqual({ resolved: 0 });
  await foldAll(deps);
  expect((await listAttempts(deps, { campaignId: seeded.campaignId, state: 'PARKED' })).items).toEqual([]);
  expect((await listAttempts(deps, { campaignId: other.campaignId, state: 'PARKED' })).items).toHaveLength(2);
  expect((await listQueues(deps, { campaignId: seeded.campaignId })).totals.parked).toBe(0);
  const trail = await rows<{ resolved: number }>(
    test.db,
    sql`select (details ->> 'resolved')::int as resolved from audit_entries where action = 'attempt.resolve_many'`,
  );
  expect(trail.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(1_200);
});

it('decides the named ones alone', async () => {
  const seeded = await parked(3);
  const { items } = await listAttempts(deps, { campaignId: seeded.campaignId });
  const attemptIds = items.slice(0, 2).map(({ id }) => id);
  const answer = await resolveAttempts(deps, {
    filter: { attemptIds },
    dialled: false,
    reason: 'no trace',
    actor: 'user:a',
  });
  expect(answer).toEqual({ resolved: 2 });
  await foldAll(deps);
  expect((await listAttempts(deps, { campaignId: seeded.campaignId, state: 'PARKED' })).items).toHaveLength(1);
});
