import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { listSnoozes } from '../../../../engine/failures/snoozing/list-snoozes.ts';
import { snoozeGroup, type NewSnooze } from '../../../../engine/failures/snoozing/snooze-group.ts';
import { wakeGroup } from '../../../../engine/failures/snoozing/wake-group.ts';
import { jump } from '../../../support/ledger-steps.ts';
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
  seeded = await seedCampaign(deps, test, { contacts: 10, launch: false });
  await seedFailures(test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(0, 6) });
  await test.adminDb.execute(sql`update failure_snoozes set ended_at = outdial_now() where ended_at is null`);
});

const snooze = (change: Partial<NewSnooze> = {}) =>
  snoozeGroup(deps, {
    campaignId: seeded.campaignId,
    cause: 'busy',
    untilCount: 8,
    reason: 'known',
    actor: 'user:a',
    ...change,
  });
const shown = async (input: { campaignId?: string; snoozed?: boolean } = { campaignId: seeded.campaignId }) =>
  await listFailureGroups(deps, input);

it('hides a group until it has grown to a number', async () => {
  const { snoozeId } = await snooze();
  expect(await shown()).toMatchObject({ items: [], snoozed: 1, totals: { failed: 6 } });
  expect((await shown({ campaignId: seeded.campaignId, snoozed: true })).items).toMatchObject([
    { cause: 'busy', snooze: { id: snoozeId, untilCount: 8, by: 'user:a', reason: 'known' } },
  ]);
  await seedFailures(test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(6, 8) });
  expect((await shown()).items).toMatchObject([{ cause: 'busy', attempts: 8, snooze: null }]);
});

it('hides it until a time', async () => {
  await snooze({ untilCount: undefined, untilAtMs: Date.now() + 3_600_000 });
  expect((await shown()).items).toEqual([]);
  await jump(test, 3_700_000);
  expect((await shown()).items).toHaveLength(1);
  await jump(test, -3_700_000);
});

it('of one campaign hides nothing in the view of all; of all hides it everywhere', async () => {
  await snooze();
  expect((await shown({})).items.map(({ cause }) => cause)).toContain('busy');
  await snooze({ campaignId: null, untilCount: 1_000 });
  expect((await shown({})).items.map(({ cause }) => cause)).not.toContain('busy');
});

it('is woken early, once', async () => {
  const { snoozeId } = await snooze();
  expect(await wakeGroup(deps, { snoozeId, actor: 'user:b' })).toEqual({ already: false });
  expect(await wakeGroup(deps, { snoozeId, actor: 'user:b' })).toEqual({ already: true });
  expect((await shown()).items).toHaveLength(1);
  expect(await listSnoozes(deps)).toEqual([]);
});

it('asked for twice is one; asked for anew replaces the one before', async () => {
  const first = await snooze();
  expect(await snooze()).toEqual({ snoozeId: first.snoozeId, already: true });
  await Promise.all([snooze({ untilCount: 20 }), snooze({ untilCount: 20 })]);
  expect(await listSnoozes(deps)).toMatchObject([{ untilCount: 20 }]);
});

it.each<[string, Partial<NewSnooze>, string]>([
  ['without an end', { untilCount: undefined }, 'snooze_endless'],
  ['until a number that is reached', { untilCount: 6 }, 'snooze_over_already'],
  ['until the past', { untilAtMs: Date.now() - 1_000 }, 'snooze_over_already'],
  ['of a campaign that does not exist', { campaignId: '00000000-0000-7000-8000-000000000000' }, 'unknown_campaign'],
])('is refused %s', async (_, change, code) => {
  await expect(snooze(change)).rejects.toMatchObject({ code });
});

it('that does not exist cannot be woken', async () => {
  const woken = wakeGroup(deps, { snoozeId: '00000000-0000-7000-8000-000000000000', actor: 'a' });
  await expect(woken).rejects.toMatchObject({ code: 'unknown_snooze' });
});
