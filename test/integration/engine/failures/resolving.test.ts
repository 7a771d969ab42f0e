import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { FailureFilter } from '../../../../domain/retries/failure-filter.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { listResolutions } from '../../../../engine/failures/resolving/list-resolutions.ts';
import { resolveFailures } from '../../../../engine/failures/resolving/resolve.ts';
import { undoResolution } from '../../../../engine/failures/resolving/undo-resolution.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

/** More than two batches. */
const CONTACTS = 4_500;

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());
beforeEach(async () => {
  seeded = await seedCampaign(deps, test, { contacts: CONTACTS, launch: false });
  await seedFailures(test, seeded, { cause: 'busy' });
});

const resolve = (filter: Partial<FailureFilter> = {}) =>
  resolveFailures(deps, {
    filter: { campaignId: seeded.campaignId, ...filter },
    reason: 'called by hand',
    actor: 'user:a',
  });

const marked = async (): Promise<number[]> =>
  (
    await rows<{ id: number }>(
      test.db,
      sql`select contact_id as id from contact_states where run_id = ${seeded.runId} and resolution_id is not null order by 1`,
    )
  ).map(({ id }) => id);

const openContacts = async (): Promise<number> =>
  (await listFailureGroups(deps, { campaignId: seeded.campaignId })).items.reduce(
    (sum, group) => sum + group.openContacts,
    0,
  );

/** Somebody holds a contact's row, moves it, and lets go when told. */
async function movingAway(contactId: number): Promise<() => Promise<void>> {
  const client = await test.adminDb.$client.connect();
  await client.query('begin');
  await client.query(
    `update contact_states set state = 'waiting', changed_at = outdial_now() where contact_id = ${contactId}`,
  );
  return async () => {
    await client.query('commit');
    client.release();
  };
}

const waitsForLock = async (many = 1): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const waiting = await rows(
      test.adminDb,
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length >= many) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error('nobody waits for a lock');
};

it('takes everything that matches off the failures, batch by batch, and says so once in the audit trail', async () => {
  const answer = await resolve();
  expect(answer).toEqual({ resolutionId: expect.any(String), count: CONTACTS });
  expect(await openContacts()).toBe(0);
  const trail = await rows(
    test.db,
    sql`select actor, action, reason, details from audit_entries where subject = ${`resolution:${answer.resolutionId}`}`,
  );
  expect(trail).toEqual([
    {
      actor: 'user:a',
      action: 'failure.resolve',
      reason: 'called by hand',
      details: { campaignId: seeded.campaignId, causes: 'any', contacts: CONTACTS },
    },
  ]);
  const { items } = await listResolutions(deps, { campaignId: seeded.campaignId });
  expect(items).toMatchObject([
    {
      id: answer.resolutionId,
      campaignName: 'trial',
      reason: 'called by hand',
      contacts: CONTACTS,
      by: 'user:a',
      undoneAt: null,
    },
  ]);
});

it('finds nobody the second time, and makes no second resolution', async () => {
  await resolve();
  expect(await resolve()).toEqual({ resolutionId: null, count: 0 });
  expect((await listResolutions(deps, { campaignId: seeded.campaignId })).items).toHaveLength(1);
});

it('counts nobody twice when two press at once', async () => {
  const answers = await Promise.all([resolve(), resolve()]);
  expect(answers.reduce((sum, { count }) => sum + count, 0)).toBe(CONTACTS);
  expect(await openContacts()).toBe(0);
});

it('takes the selection alone, and only of the causes that were asked for', async () => {
  const [first = 0, second = 0] = seeded.contactIds;
  expect((await resolve({ causes: ['no_answer'] })).count).toBe(0);
  expect((await resolve({ causes: ['busy'], contactIds: [first, second] })).count).toBe(2);
  expect(await marked()).toEqual([first, second]);
});

it('is taken back whole, once', async () => {
  const { resolutionId } = await resolve();
  const undo = { resolutionId: resolutionId ?? '', actor: 'user:b' };
  expect(await undoResolution(deps, undo)).toEqual({ count: CONTACTS });
  expect(await undoResolution(deps, undo)).toEqual({ count: 0 });
  expect(await openContacts()).toBe(CONTACTS);
  const { items } = await listResolutions(deps, { campaignId: seeded.campaignId });
  expect(items).toMatchObject([{ undoneBy: 'user:b', undoneAt: expect.any(String) }]);
});

it('leaves alone whoever stops being failed while it is under way', async () => {
  const moved = seeded.contactIds[CONTACTS - 1] ?? 0;
  const letGo = await movingAway(moved);
  const resolving = resolve();
  await waitsForLock();
  await letGo();
  expect((await resolving).count).toBe(CONTACTS - 1);
  expect(await marked()).not.toContain(moved);
});

it('takes nobody who failed after it was asked for', async () => {
  const late = seeded.contactIds[CONTACTS - 1] ?? 0;
  await test.adminDb.execute(sql`update contact_states set state = 'waiting' where contact_id = ${late}`);
  const other = seeded.contactIds[0] ?? 0;
  const letGo = await movingAway(other);
  const resolving = resolve();
  await waitsForLock();
  await test.adminDb.execute(
    sql`update contact_states set state = 'exhausted', last_cause = 'busy', changed_at = outdial_now() where contact_id = ${late}`,
  );
  await letGo();
  await resolving;
  expect(await marked()).not.toContain(late);
});

it('leaves contacts to the retry that is about to dial them', async () => {
  const queued = seeded.contactIds[3] ?? 0;
  const retry = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into retries (campaign_id, name, reason, filter, options, planned_by)
        values (${seeded.campaignId}, 'r', 'r', '{}', '{}', 'test') returning id`,
  );
  await test.adminDb.execute(
    sql`insert into run_members (retry_id, contact_id, status, step, changed_at, state_before, step_before, attempts_before)
        values (${retry?.id}, ${queued}, 'queued', 0, outdial_now(), 'exhausted', 0, 1)`,
  );
  expect((await resolve()).count).toBe(CONTACTS - 1);
  expect(await marked()).not.toContain(queued);
});

it('stops where somebody takes it back meanwhile', async () => {
  const letGo = await movingAway(seeded.contactIds[100] ?? 0);
  const resolving = resolve();
  await waitsForLock();
  // Sent now, not when it is awaited; it waits in its turn, so that it comes before the next batch.
  const undone = test.adminDb
    .execute(sql`update resolutions set undone_at = outdial_now(), undone_by = 'user:b'`)
    .then(() => {});
  await waitsForLock(2);
  await letGo();
  const [{ count }] = await Promise.all([resolving, undone]);
  expect(count).toBeLessThan(CONTACTS - 1);
  expect(await marked()).toHaveLength(count);
});

it('refuses a resolution that does not exist', async () => {
  const undo = undoResolution(deps, { resolutionId: '00000000-0000-7000-8000-000000000000', actor: 'a' });
  await expect(undo).rejects.toMatchObject({ code: 'unknown_resolution' });
});

it('keeps in the audit trail what it was asked for, but no whole number and no list of contacts', async () => {
  const endedFromMs = Date.parse('2020-01-01T00:00:00Z');
  const last = await firstRow<{ phone: number }>(
    test.db,
    sql`select phone from contacts where id = ${seeded.contactIds.at(-1) ?? 0}`,
  );
  const prefix = String(last?.phone).slice(0, 7);
  const answer = await resolve({ prefix, endedFromMs, exceptContactIds: seeded.contactIds.slice(0, 4_000) });
  expect(
    await firstRow(
      test.db,
      sql`select details from audit_entries where subject = ${`resolution:${answer.resolutionId}`}`,
    ),
  ).toEqual({
    details: {
      campaignId: seeded.campaignId,
      causes: 'any',
      prefix: `${prefix.slice(0, 4)}…`,
      endedFrom: '2020-01-01T00:00:00.000Z',
      leftOut: 4_000,
      contacts: answer.count,
    },
  });
  expect(answer.count).toBeGreaterThan(0);
});
