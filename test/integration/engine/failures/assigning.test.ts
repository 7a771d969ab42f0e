import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { confirmReview } from '../../../../engine/answering/decide-review.ts';
import { listReviews } from '../../../../engine/answering/list-reviews.ts';
import { changeUser } from '../../../../engine/access/change-user.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { assignGroup, type GroupToAssign } from '../../../../engine/failures/assigning/assign-group.ts';
import { assignReviews } from '../../../../engine/failures/assigning/assign-reviews.ts';
import { listAssignees } from '../../../../engine/failures/assigning/list-assignees.ts';
import { listAssignments } from '../../../../engine/failures/assigning/list-assignments.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { showFailureGroup } from '../../../../engine/failures/show-group.ts';
import { getAttempt, listAttempts } from '../../../../engine/reading/attempts.ts';
import { repairZones } from '../../../../engine/repairing/repair-zones.ts';
import { reviewZones } from '../../../../engine/repairing/review-zones.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
let ann: string;
let bob: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());
beforeEach(async () => {
  seeded = await seedCampaign(deps, test, { contacts: 4, launch: false });
  await seedFailures(test, seeded, { cause: 'busy' });
  await test.adminDb.execute(sql`update assignments set ended_at = outdial_now() where ended_at is null`);
  ann = await person('ann');
  bob = await person('bob');
});

let people = 0;
async function person(name: string): Promise<string> {
  const email = `${name}${++people}@example.com`;
  const made = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into users (email, name, role, created_by) values (${email}, ${name}, 'operator', 'test') returning id`,
  );
  return made?.id ?? '';
}

const assign = (change: Partial<GroupToAssign> = {}) =>
  assignGroup(deps, { campaignId: seeded.campaignId, cause: 'busy', userId: ann, actor: 'user:a', ...change });
const busy = async (campaignId: string | undefined = seeded.campaignId) =>
  (await listFailureGroups(deps, { campaignId })).items.find(({ cause }) => cause === 'busy');
const everywhere = async () => (await listFailureGroups(deps, {})).items.find(({ cause }) => cause === 'busy');
const actions = async () =>
  (
    await rows<{ action: string; details: unknown; reason: string | null }>(
      test.adminDb,
      sql`select action, details, reason from audit_entries where action like '%assign' order by id desc limit 2`,
    )
  ).toReversed();

describe('a group', () => {
  it('has one who looks after it, with who said so and why, until somebody takes over', async () => {
    const { assignmentId } = await assign({ note: 'you know this provider' });
    expect(await busy()).toMatchObject({
      assignments: [
        {
          id: assignmentId,
          user: { id: ann, name: 'ann', disabled: false },
          note: 'you know this provider',
          by: 'user:a',
        },
      ],
    });
    await assign({ userId: bob, actor: 'user:bob' });
    expect((await busy())?.assignments).toMatchObject([{ user: { id: bob }, note: null, by: 'user:bob' }]);
    expect(await actions()).toMatchObject([
      {
        action: 'failure.assign',
        reason: 'you know this provider',
        details: { cause: 'busy', userId: ann, before: null },
      },
      { action: 'failure.assign', reason: null, details: { userId: bob, before: ann } },
    ]);
  });

  it('is given back, once', async () => {
    await assign();
    expect(await assign({ userId: null })).toEqual({ assignmentId: null, already: false });
    expect(await assign({ userId: null })).toEqual({ assignmentId: null, already: true });
    expect((await busy())?.assignments).toEqual([]);
    expect((await actions()).at(-1)).toMatchObject({ action: 'failure.unassign', details: { before: ann } });
  });

  it('assigned twice alike is assigned once; by two at once to one of them', async () => {
    const { assignmentId } = await assign({ note: 'a' });
    expect(await assign({ note: 'a' })).toEqual({ assignmentId, already: true });
    expect(await assign({ note: 'b' })).toMatchObject({ already: false });
    await Promise.all([assign({ userId: ann }), assign({ userId: bob }), assign({ userId: ann, note: 'c' })]);
    expect((await busy())?.assignments).toHaveLength(1);
  });

  it('of all campaigns is that of each that has none of its own; the view of all shows both', async () => {
    const other = await seedCampaign(deps, test, { contacts: 2, launch: false });
    await seedFailures(test, other, { cause: 'busy' });
    await assign({ campaignId: null, userId: bob });
    await assign();
    const names = (assignments: { user: { id: string } }[] | undefined) => assignments?.map(({ user }) => user.id);
    expect(names((await busy())?.assignments)).toEqual([ann]);
    expect(names((await busy(other.campaignId))?.assignments)).toEqual([bob]);
    expect((await everywhere())?.assignments).toMatchObject([
      { user: { id: bob }, campaignId: null },
      { user: { id: ann }, campaignId: seeded.campaignId, campaignName: expect.any(String) },
    ]);
    const shown = await showFailureGroup(deps, { cause: 'busy', campaignId: seeded.campaignId });
    expect(names(shown.group.assignments)).toEqual([ann]);
  });

  it('is found by who looks after it, and by nobody', async () => {
    await seedFailures(test, seeded, { cause: 'no_answer', contactIds: seeded.contactIds.slice(0, 1) });
    await assign();
    const of = async (assignee: string) =>
      (await listFailureGroups(deps, { campaignId: seeded.campaignId, assignee })).items.map(({ cause }) => cause);
    expect(await of(ann)).toEqual(['busy']);
    expect(await of(bob)).toEqual([]);
    expect(await of('none')).toEqual(['no_answer']);
    expect(await listAssignments(deps, { assignee: ann })).toMatchObject([
      { cause: 'busy', campaignId: seeded.campaignId },
    ]);
    expect(await listAssignments(deps, { assignee: bob })).toEqual([]);
  });

  it('of somebody who was disabled says so, and can be taken over; nothing new is given to them', async () => {
    await assign();
    await changeUser(deps, { userId: ann, disabled: true, actor: 'user:admin' });
    expect((await busy())?.assignments).toMatchObject([{ user: { id: ann, disabled: true } }]);
    expect((await listAssignees(deps)).map(({ id }) => id)).not.toContain(ann);
    await expect(assign({ campaignId: null })).rejects.toMatchObject({ code: 'user_disabled' });
    expect(await assign({ userId: bob })).toMatchObject({ already: false });
  });

  it.each<[string, Partial<GroupToAssign>, string]>([
    ['to nobody who exists', { userId: NOBODY }, 'unknown_user'],
    ['of a campaign that does not exist', { campaignId: NOBODY }, 'unknown_campaign'],
    ['of a cause that nothing failed for', { cause: 'bussy' }, 'no_failures'],
  ])('is not assigned %s', async (_, change, code) => {
    await expect(assign(change)).rejects.toMatchObject({ code });
  });
});

const endOf = async (key: string) =>
  await rows(
    test.adminDb,
    sql`select ended_by as by, ended_at is not null as ended from assignments where kind = 'review' and key = ${key} order by id`,
  );

describe('reviews', () => {
  const made = async (count: number): Promise<string[]> =>
    (
      await rows<{ id: string }>(
        test.adminDb,
        sql`insert into reviews (kind, phone, evidence, dedupe_key)
            select 'answer', 12125550100 + i, 'maybe', ${NOBODY} || i || clock_timestamp() from generate_series(1, ${count}::int) i returning id`,
      )
    ).map(({ id }) => id);
  const give = (reviewIds: string[], userId: string | null, note?: string) =>
    assignReviews(deps, { what: { reviewIds }, userId, note, actor: 'user:a' });
  const listed = async (assignee?: string) =>
    (await listReviews(deps, { assignee, limit: 500 })).items.map(({ id, assignment }) => [
      id,
      assignment?.user.id ?? null,
    ]);

  it('are given to somebody together, found by that, and given back', async () => {
    const [a = '', b = '', c = ''] = await made(3);
    expect(await give([a, b, a], ann, 'please')).toEqual({ assigned: 2, already: 0, decided: 0 });
    expect(await give([a, b], ann, 'please')).toEqual({ assigned: 0, already: 2, decided: 0 });
    expect(await listed(ann)).toEqual([
      [b, ann],
      [a, ann],
    ]);
    const free = (await listed('none')).map(([id]) => id);
    expect(free).toContain(c);
    expect(free).not.toContain(a);
    expect(await give([a, b], null)).toEqual({ assigned: 2, already: 0, decided: 0 });
    expect(await listed(ann)).toEqual([]);
  });

  it('that were decided meanwhile are left out, and one that does not exist changes nothing', async () => {
    const [a = '', b = ''] = await made(2);
    await confirmReview(deps, { reviewId: a, actor: 'user:b' });
    expect(await give([a, b], ann)).toEqual({ assigned: 1, already: 0, decided: 1 });
    await expect(give([b, NOBODY], bob)).rejects.toMatchObject({ code: 'unknown_review' });
    expect(await listed(ann)).toEqual([[b, ann]]);
  });

  it('are looked after until somebody decides them', async () => {
    const [a = '', b = ''] = await made(2);
    await give([a, b], ann);
    await confirmReview(deps, { reviewId: a, actor: 'user:b' });
    expect(await endOf(a)).toEqual([{ by: 'user:b', ended: true }]);
    expect(await endOf(b)).toEqual([{ by: null, ended: false }]);
    expect(await give([a], null)).toEqual({ assigned: 0, already: 0, decided: 1 });
  });

  it('that nobody sees any more can still be taken back', async () => {
    const [a = ''] = await made(1);
    await give([a], ann);
    await test.adminDb.execute(sql`update reviews set state = 'dismissed', decided_at = outdial_now() where id = ${a}`);
    expect(await give([a], bob)).toEqual({ assigned: 0, already: 0, decided: 1 });
    expect(await give([a], null)).toEqual({ assigned: 1, already: 0, decided: 0 });
    expect(await endOf(a)).toEqual([{ by: 'user:a', ended: true }]);
  });

  it('that are parked attempts are given one by one, until they are decided', async () => {
    await seedFailures(test, seeded, { cause: 'no_answer' });
    const ids = (
      await rows<{ id: string }>(
        test.adminDb,
        sql`update attempts set state = 'PARKED' where run_id = ${seeded.runId} and cause = 'no_answer' returning id`,
      )
    ).map(({ id }) => id);
    const [a = '', b = '', c = '', d = ''] = ids;
    const parked = async (assignee?: string) =>
      (await listAttempts(deps, { campaignId: seeded.campaignId, state: 'PARKED', assignee })).items.map(
        ({ id, assignment }) => [id, assignment?.user.id ?? null, assignment?.note ?? null],
      );
    const giveAttempts = (attemptIds: string[], userId: string | null, note?: string) =>
      assignReviews(deps, { what: { attemptIds }, userId, note, actor: 'user:a' });
    expect(await giveAttempts([a, b], ann, 'ask them')).toEqual({ assigned: 2, already: 0, decided: 0 });
    expect(await giveAttempts([b], bob)).toEqual({ assigned: 1, already: 0, decided: 0 });
    expect(await parked(ann)).toEqual([[a, ann, 'ask them']]);
    expect(await parked(bob)).toEqual([[b, bob, null]]);
    expect((await parked('none')).map(([id]) => id)).toContain(c);
    expect(await parked('none')).toHaveLength(ids.length - 2);
    await test.adminDb.execute(sql`update attempts set state = 'DISPOSED' where id = ${a}`);
    expect(await giveAttempts([a, c], bob)).toEqual({ assigned: 1, already: 0, decided: 1 });
    expect(await parked(ann)).toEqual([]);
    expect((await getAttempt(deps, { attemptId: a })).assignment).toBeNull();
    await expect(giveAttempts([b, NOBODY], ann)).rejects.toMatchObject({ code: 'unknown_attempt' });
    await test.adminDb.execute(sql`update attempts set state = 'DISPOSED' where id = ${d}`);
    await expect(giveAttempts([b, d], ann)).rejects.toMatchObject({ kind: 'conflict', code: 'attempt_not_parked' });
    expect(await parked(ann)).toEqual([]);
    const [written] = await rows(
      test.adminDb,
      sql`select subject, action, details from audit_entries where subject = ${`attempt:${b}`} order by id desc limit 1`,
    );
    expect(written).toMatchObject({ action: 'review.assign', details: { userId: bob, before: ann } });
  });

  it('that are numbers of a prefix without a zone are given, while somebody of them waits', async () => {
    await test.adminDb.execute(
      sql`update contacts set phone = 18000000000 + phone % 10000000, zone_key = '' where id = any(${sql.param(seeded.contactIds)}::bigint[])`,
    );
    await test.adminDb.execute(sql`update contact_states set state = 'unknown_zone' where run_id = ${seeded.runId}`);
    const { campaignId } = seeded;
    const giveZone = (prefix: string, userId: string | null) =>
      assignReviews(deps, { what: { zone: { campaignId, prefix } }, userId, note: 'your list', actor: 'user:a' });
    const groups = async (assignee?: string) =>
      (await reviewZones(deps, { campaignId, assignee })).groups.map(({ prefix, assignment }) => [
        prefix,
        assignment?.user.id ?? null,
      ]);
    expect(await giveZone('1800', ann)).toEqual({ assigned: 1, already: 0, decided: 0 });
    expect(await giveZone('1800', ann)).toEqual({ assigned: 0, already: 1, decided: 0 });
    await expect(giveZone('1307', ann)).rejects.toMatchObject({ kind: 'not_found', code: 'unknown_group' });
    expect(await groups()).toEqual([['1800', ann]]);
    expect(await groups(ann)).toEqual([['1800', ann]]);
    expect([await groups(bob), await groups('none')]).toEqual([[], []]);
    expect(await giveZone('1800', null)).toMatchObject({ assigned: 1 });
    expect(await groups('none')).toEqual([['1800', null]]);
    await giveZone('1800', bob);
    const repair = (contactIds: number[]) =>
      repairZones(deps, { campaignId, who: { contactIds }, zone: 'America/Denver', actor: 'user:c' });
    const [first = 0, ...others] = seeded.contactIds;
    await repair([first]);
    expect(await groups()).toEqual([['1800', bob]]);
    await repair(others);
    expect((await endOf(`zone:${campaignId}:1800`)).at(-1)).toEqual({ by: 'user:c', ended: true });
    expect(await giveZone('1800', ann)).toEqual({ assigned: 0, already: 0, decided: 1 });
    await test.adminDb.execute(sql`update contacts set zone_key = '' where id = ${first}`);
    await test.adminDb.execute(sql`update contact_states set state = 'unknown_zone' where contact_id = ${first}`);
    expect(await groups()).toEqual([['1800', null]]);
    const zone = { campaignId: NOBODY, prefix: '1800' };
    const nowhere = assignReviews(deps, { what: { zone }, userId: ann, actor: 'user:a' });
    await expect(nowhere).rejects.toMatchObject({ code: 'unknown_campaign' });
  });

  it('given by two at once have one who looks after them', async () => {
    const ids = await made(5);
    await Promise.all([give(ids, ann), give(ids.toReversed(), bob), give(ids, ann, 'x')]);
    const open = await rows(
      test.adminDb,
      sql`select key from assignments where kind = 'review' and ended_at is null and key = any(${sql.param(ids)}::text[])`,
    );
    expect(open).toHaveLength(5);
  });
});
