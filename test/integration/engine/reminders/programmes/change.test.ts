import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../../db/rows.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { bookAppointments } from '../../../../../engine/reminders/booking/book.ts';
import { changeProgramme } from '../../../../../engine/reminders/programmes/change.ts';
import { listProgrammeVersions } from '../../../../../engine/reminders/programmes/read.ts';
import { planStale } from '../../../../../engine/reminders/plans/plan-stale.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { seedProgramme, type SeededProgramme } from '../../../../support/seed-programme.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

const STARTS = '2031-03-04T10:00:00-05:00';
const HOUR_MS = 3_600_000;
const TEXT = 'See you {{ appointment_day }} at {{ appointment_time }}.';

let test: TestDb;
let deps: EngineDeps;
let seeded: SeededProgramme;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());
beforeEach(async () => {
  seeded = await seedProgramme(deps, test);
  const items = [1, 2, 3].map((place) => ({
    externalId: `visit ${place}`,
    phone: `+1212555010${place}`,
    startsAt: STARTS,
  }));
  const booked = await bookAppointments(deps, { programmeId: seeded.programmeId, items, actor: 'test' });
  if (booked.some(({ ok }) => !ok)) throw new Error('not booked');
});

const by = () => ({ accountId: seeded.accountId, numberId: seeded.numberId });
const short = (...shorts: string[]) => shorts.map((one) => ({ short: one, sms: { ...by(), text: TEXT }, call: by() }));
type Settings = Parameters<typeof changeProgramme>[1]['settings'];
const change = (settings: Settings, more: { dryRun?: boolean; expectedVersion?: number } = {}) =>
  changeProgramme(deps, { programmeId: seeded.programmeId, settings, actor: 'test', ...more });
const counts = (given: object) => ({ unchanged: 0, moved: 0, reworded: 0, added: 0, removed: 0, skipped: 0, ...given });

/** The plans as they stand, by appointment and step. */
const planOfEach = async (): Promise<Map<string, number>> => {
  const found = await rows<{ name: string; dueMs: number }>(
    test.db,
    sql`select a.external_id || ' ' || m.key as name, to_ms(m.due_at) as "dueMs"
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version
        where a.programme_id = ${seeded.programmeId} and m.status = 'planned'`,
  );
  return new Map(found.map(({ name, dueMs }) => [name, dueMs]));
};

/** The plans as they stand, by step. */
const plans = () =>
  rows<{ key: string; dueMs: number | null; count: number }>(
    test.db,
    sql`select m.key, to_ms(m.due_at) as "dueMs", count(*)::int as count
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version
        where a.programme_id = ${seeded.programmeId} and m.status = 'planned' group by 1, 2 order by 2`,
  );

it('says which pending steps a change would move, add and remove, and writes nothing at a dry run', async () => {
  const before = await plans();
  const startsMs = Date.parse(STARTS);
  const foreseen = await change(
    { steps: [{ key: '24h-sms', ...short('48h:sms')[0], short: '48h:sms' }, ...short('1h:call')] },
    { dryRun: true },
  );
  expect(foreseen).toMatchObject({ version: 1, changed: true, replanned: true, replan: { total: 0 } });
  expect(foreseen.effect).toMatchObject({
    appointments: 3,
    complete: true,
    steps: {
      '24h-sms': counts({ moved: 3 }),
      '1h-call': counts({ added: 3 }),
      '2h-call': counts({ removed: 3 }),
    },
  });
  expect(foreseen.effect?.examples[0]).toEqual({
    externalId: expect.stringContaining('visit'),
    key: '24h-sms',
    change: 'moved',
    beforeMs: startsMs - 24 * HOUR_MS,
    afterMs: startsMs - 48 * HOUR_MS,
    reason: null,
  });
  expect(await plans()).toEqual(before);
  const versions = await listProgrammeVersions(deps, { programmeId: seeded.programmeId });
  expect(versions.items.map(({ version }) => version)).toEqual([1]);
});

it('plans as it foresaw: what waits is stale at once, and planned by the new settings in the next turns', async () => {
  const settings = { steps: short('24h:sms', '1h:call') };
  const done = await change(settings);
  expect(done).toMatchObject({ version: 2, replan: { total: 6 } });
  expect(done.effect?.steps).toEqual({
    '24h-sms': counts({ unchanged: 3 }),
    '1h-call': counts({ added: 3 }),
    '2h-call': counts({ removed: 3 }),
  });
  const run = await firstRow<{ stale: number; wakes: boolean }>(
    test.db,
    sql`select (select count(*)::int from due d where d.run_id = r.id and d.policy_version < r.policy_version) as stale,
          r.next_turn_at = '-infinity' as wakes from runs r where r.id = ${seeded.runId}`,
  );
  expect(run).toEqual({ stale: 6, wakes: true });
  while ((await planStale(deps, seeded.runId)) > 0);
  const startsMs = Date.parse(STARTS);
  expect(await plans()).toEqual([
    { key: '24h-sms', dueMs: startsMs - 24 * HOUR_MS, count: 3 },
    { key: '1h-call', dueMs: startsMs - HOUR_MS, count: 3 },
  ]);
  const again = await change(settings, { dryRun: true });
  expect(again).toMatchObject({ version: 2, changed: false, effect: null });
});

it('keeps every slot with its action: what an edit took out stays retired in the hidden campaign', async () => {
  await change({ steps: short('1h:call', '24h:sms') });
  const campaign = await firstRow<{ steps: { channel: string; retired?: true }[] }>(
    test.db,
    sql`select settings -> 'steps' as steps from campaigns where id = ${seeded.campaignId}`,
  );
  expect(campaign?.steps.map(({ channel, retired }) => [channel, retired ?? false])).toEqual([
    ['sms', false],
    ['call', true],
    ['call', false],
  ]);
});

it('counts what is only said otherwise, and what would be skipped', async () => {
  const [text, call] = short('24h:sms', '2h:call');
  const other = { ...text, short: '24h:sms', sms: { ...by(), text: 'Come.' } };
  const reworded = await change({ steps: [other, { ...call, short: '2h:call' }] }, { dryRun: true });
  expect(reworded.effect?.steps).toEqual({ '24h-sms': counts({ reworded: 3 }), '2h-call': counts({ unchanged: 3 }) });
  const nearer = await change({ cutoffSeconds: 60 }, { dryRun: true });
  expect(nearer.effect?.steps['2h-call']).toEqual(counts({ unchanged: 3 }));
  const cut = await change({ cutoffSeconds: 3 * 3_600 }, { dryRun: true });
  expect(cut.effect?.steps['2h-call']).toEqual(counts({ skipped: 3 }));
  expect(cut.warnings).toMatchObject([{ code: 'step_after_cutoff' }]);
});

it('plans nothing again for a pace or a budget, which hold from the next dial on', async () => {
  const changed = await change({ pacePerSecond: 3, budgetMicros: 7_000_000 });
  expect(changed).toMatchObject({ version: 2, replanned: false, effect: null, replan: { total: 0 } });
  const stored = await firstRow(
    test.db,
    sql`select (select max_count from pacers where run_id = ${seeded.runId}) as pace,
          (select balance_micros from credit_accounts where campaign_id = ${seeded.campaignId} and kind = 'available') as budget`,
  );
  expect(stored).toEqual({ pace: 3, budget: 7_000_000 });
});

it('refuses a change of a version that is not the one of now, and one of two at once', async () => {
  await expect(change({ cutoffSeconds: 60 }, { expectedVersion: 4 })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'programme_changed',
    details: { version: 1 },
  });
  const both = await Promise.allSettled([
    change({ cutoffSeconds: 60 }, { expectedVersion: 1 }),
    change({ cutoffSeconds: 120 }, { expectedVersion: 1 }),
  ]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused: unknown[] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toMatchObject([{ code: 'programme_changed', details: { version: 2 } }]);
  const versions = await listProgrammeVersions(deps, { programmeId: seeded.programmeId });
  expect(versions.items.map(({ version }) => version)).toEqual([2, 1]);
});

it('refuses a text that needs what appointments to come do not have', async () => {
  const steps = [{ short: '24h:sms', sms: { ...by(), text: 'Room {{ room }}' } }];
  await expect(change({ steps })).rejects.toMatchObject({
    code: 'variables_missing',
    details: { appointments: 3, variables: ['room'] },
  });
});

const shorts = fc.uniqueArray(
  fc.constantFrom('24h:sms', '24h:sms>failed:call', '48h:sms', '2h:call', '2h:call>10m:sms', '1d@09:00:sms', '1h:sms'),
  { minLength: 1, maxLength: 4, selector: (one) => one.split('>')[0] },
);
const edit = fc.record({
  steps: shorts,
  cutoffSeconds: fc.constantFrom(0, 900, 5_400, 10_800),
  mergeWithinSeconds: fc.constantFrom(null, 3_600),
});

it('foresees exactly what the next turns plan, over any sequence of edits', async () => {
  const items = [4, 5].map((place) => ({ externalId: `visit ${place}`, phone: '+12125550101', startsAt: STARTS }));
  await bookAppointments(deps, { programmeId: seeded.programmeId, items, actor: 'test' });
  await fc.assert(
    fc.asyncProperty(edit, async ({ steps, ...rest }) => {
      const before = await planOfEach();
      const { effect } = await change({ ...rest, steps: short(...steps) });
      while ((await planStale(deps, seeded.runId)) > 0);
      const after = await planOfEach();
      const names = [...new Set([...before.keys(), ...after.keys()])];
      const told = Object.values(effect?.steps ?? {});
      const sum = (...kinds: (keyof (typeof told)[number])[]): number =>
        told.reduce((total, one) => kinds.reduce((all, kind) => all + one[kind], total), 0);
      const count = (is: (was: number | undefined, now: number | undefined) => boolean): number =>
        names.filter((name) => is(before.get(name), after.get(name))).length;
      if (effect === null) {
        expect(after).toEqual(before);
        return;
      }
      expect({ same: sum('unchanged', 'reworded'), moved: sum('moved'), added: sum('added') }).toEqual({
        same: count((was, now) => was !== undefined && was === now),
        moved: count((was, now) => was !== undefined && now !== undefined && was !== now),
        added: count((was, now) => was === undefined && now !== undefined),
      });
      expect(sum('removed', 'skipped')).toBe(count((was, now) => was !== undefined && now === undefined));
    }),
    { numRuns: 15 },
  );
});
