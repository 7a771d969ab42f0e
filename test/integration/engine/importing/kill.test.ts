import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { firstRow } from '../../../../db/rows.ts';
import { launchCampaign } from '../../../../engine/campaigns/launch.ts';
import { decideFixes } from '../../../../engine/importing/drafting/decide-fixes.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { undoImport } from '../../../../engine/importing/undoing/undo-import.ts';
import { endLease, holdAt, startImport, type Place } from '../../../support/killable-import.ts';
import { claimAll, plannedRun } from '../../../support/ledger-steps.ts';
import {
  expectNotDialled,
  expectWhole,
  listWorld,
  newList,
  REPAIRABLE,
  ROWS,
  standing,
  type ListTrial,
  type ListWorld,
  type Standing,
} from '../../../support/list-world.ts';

let world: ListWorld;
beforeAll(async () => {
  world = await listWorld();
});
afterAll(() => world.close());

/** Starts a process, waits until it comes to the place, looks, kills it, and cuts what it had at the database. */
async function killAt(trial: ListTrial, place: Place, look: () => Promise<void> = async () => {}): Promise<void> {
  const {
    importId,
    world: { test, folder },
  } = trial;
  const held = await holdAt(test, place);
  const { child, ended } = startImport(test, folder, importId);
  try {
    await expect.poll(held.waiting, { timeout: 30_000, interval: 10 }).toBe(true);
    await look();
  } finally {
    child.kill('SIGKILL');
    await held.cut();
  }
  expect(await ended).toBeNull();
  await endLease(test, importId);
}
async function goOn({ importId, world: { test, folder } }: ListTrial): Promise<string | null> {
  const { ended } = startImport(test, folder, importId);
  return await ended;
}

/** Every row of the list, once, and everybody who waits with one due row. */
async function expectDone(trial: ListTrial, repaired: number): Promise<void> {
  const { seeded } = trial;
  const now = await expectWhole(trial);
  expect(now).toMatchObject({ state: 'done', rowsRead: ROWS, states: now.accepted, numbers: now.accepted });
  const whole = await reference();
  expect(now.accepted).toBe(whole.accepted + repaired);
  expect(now.duplicates).toBe(whole.duplicates);
  expect(now.phones).toBe(whole.phones);
  // Several numbers, or a time of their own: these wait for the next turn.
  await plannedRun(world.deps, seeded.runId);
  expect(await standing(trial)).toMatchObject({ waiting: now.accepted, due: now.accepted, astray: 0 });
}

/** The same list, imported without any trouble. */
let undisturbed: Promise<Standing> | undefined;
const reference = (): Promise<Standing> =>
  (undisturbed ??= (async () => {
    const trial = await newList(world);
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('done');
    return await standing(trial);
  })());

const contactAt = (row: number, of = 'new.id'): string => `${of} % 16777216 = ${row}`;

describe('an import whose process is killed', () => {
  it.each<[string, Place]>([
    ['in the middle of its first chunk', { table: 'contacts', on: 'insert', when: contactAt(500) }],
    ['before the counters of its first chunk', { table: 'imports', on: 'update', when: 'new.last_row = 1001' }],
    [
      'while its first chunk is committed',
      { table: 'imports', on: 'update', when: 'new.last_row = 1001', atCommit: true },
    ],
    ['in the middle of its last chunk', { table: 'contacts', on: 'insert', when: contactAt(1_700) }],
    [
      'at the end of the check',
      { table: 'imports', on: 'update', when: "new.state = 'checked' and old.state = 'checking'" },
    ],
    [
      'before the commit begins',
      { table: 'imports', on: 'update', when: "new.state = 'committing' and old.state = 'checked'" },
    ],
    ['while it writes states', { table: 'contact_states', on: 'insert', when: contactAt(1_200, 'new.contact_id') }],
    ['while it writes due rows', { table: 'due', on: 'insert', when: contactAt(1_200, 'new.contact_id') }],
    ['at the last statement of the commit', { table: 'imports', on: 'update', when: "new.state = 'done'" }],
    [
      'between the commits of states and due rows',
      { table: 'imports', on: 'update', when: "new.state = 'done'", atCommit: true },
    ],
  ])('%s goes on, loses nobody and writes nothing twice', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world);
    await killAt(trial, place, async () => {
      await expectWhole(trial);
      await expectNotDialled(trial);
    });
    await expectWhole(trial);
    await expectNotDialled(trial);
    expect(await goOn(trial)).toBe('done');
    await expectDone(trial, 0);
  });

  it.each<[string, Place]>([
    ['in the middle of the rows that were repaired', { table: 'contacts', on: 'insert', when: contactAt(1_209) }],
    [
      'before the counters of these rows',
      { table: 'imports', on: 'update', when: 'new.accepted_rows > old.accepted_rows' },
    ],
    [
      'while these rows are committed',
      { table: 'imports', on: 'update', when: 'new.accepted_rows > old.accepted_rows', atCommit: true },
    ],
  ])('%s repairs each once', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world, { wanted: 'check' });
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('checked');
    await decideFixes(world.deps, { importId: trial.importId, fixes: { lost_plus: 'accept' }, actor: 'test' });
    await commitImport(world.deps, { importId: trial.importId, actor: 'test' });
    await killAt(trial, place, async () => {
      await expectWhole(trial);
      await expectNotDialled(trial);
    });
    await expectWhole(trial);
    expect(await goOn(trial)).toBe('done');
    await expectDone(trial, REPAIRABLE);
  });

  it.each<[string, Place]>([
    ['while it removes contacts', { table: 'contacts', on: 'delete', when: contactAt(300, 'old.id') }],
    ['before it counts them', { table: 'imports', on: 'update', when: 'new.undone_rows > old.undone_rows' }],
    ['at its end', { table: 'imports', on: 'update', when: "new.state = 'undone'" }],
  ])('in an undo, %s, takes everybody back once', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world);
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('done');
    const { accepted } = await standing(trial);
    await undoImport(world.deps, { importId: trial.importId, actor: 'test' });
    await killAt(trial, place);
    expect(await goOn(trial)).toBe('undone');
    expect(await standing(trial)).toMatchObject({
      state: 'undone',
      contacts: 0,
      states: 0,
      phones: 0,
      due: 0,
    });
    const undone = await firstRow<{ n: number }>(
      world.test.db,
      sql`select undone_rows as n from imports where id = ${trial.importId}`,
    );
    expect(undone?.n).toBe(accepted);
  });
});

describe('a list between the commits of its states and its due rows', () => {
  const between: Place = { table: 'imports', on: 'update', when: "new.state = 'done'", atCommit: true };

  it(
    'ends whoever says no before the next job, and leaves nobody waiting for nothing',
    { timeout: 60_000 },
    async () => {
      const trial = await newList(world);
      await killAt(trial, between);
      expect((await standing(trial)).states).toBeGreaterThan(0);
      const phone = Number(trial.phoneAt(30).slice(1));
      await world.test.db.execute(
        sql`insert into suppressions (phone, source, created_by) values (${phone}, 'api', 'test')`,
      );
      expect(await goOn(trial)).toBe('done');
      await plannedRun(world.deps, trial.seeded.runId);
      const now = await standing(trial);
      expect(now).toMatchObject({ astray: 0, waiting: now.accepted - 1, due: now.accepted - 1 });
      const state = await firstRow(
        world.test.db,
        sql`select s.state, s.reason from contacts c join contact_states s on s.contact_id = c.id
          where c.import_id = ${trial.importId} and c.phone = ${phone}`,
      );
      expect(state).toEqual({ state: 'suppressed', reason: 'opted_out' });
    },
  );

  it('keeps its campaign from being launched', { timeout: 60_000 }, async () => {
    const trial = await newList(world, { launch: false });
    await killAt(trial, between);
    const launch = () => launchCampaign(world.deps, { campaignId: trial.seeded.campaignId, actor: 'test' });
    await expect(launch()).rejects.toMatchObject({ code: 'import_not_done' });
    expect(await goOn(trial)).toBe('done');
    await launch();
    await plannedRun(world.deps, trial.seeded.runId);
    const now = await standing(trial);
    expect(now).toMatchObject({ astray: 0, waiting: now.accepted, due: now.accepted });
  });

  it('adds repaired rows to those that are dialled already, none of them before all', { timeout: 60_000 }, async () => {
    const trial = await newList(world);
    expect(await goOn(trial)).toBe('done');
    await plannedRun(world.deps, trial.seeded.runId);
    const { accepted } = await standing(trial);
    expect((await claimAll(world.deps, trial.seeded.runId, 0, 100)).ids.length).toBe(100);
    const { due: left } = await standing(trial);
    expect(left).toBeLessThan(accepted);
    await decideFixes(world.deps, { importId: trial.importId, fixes: { lost_plus: 'accept' }, actor: 'test' });
    await killAt(trial, between, async () => {
      await plannedRun(world.deps, trial.seeded.runId);
      expect(await standing(trial)).toMatchObject({ due: left, waiting: left, astray: 0 });
    });
    await plannedRun(world.deps, trial.seeded.runId);
    expect(await standing(trial)).toMatchObject({ due: left, waiting: left, astray: 0 });
    expect(await goOn(trial)).toBe('done');
    await plannedRun(world.deps, trial.seeded.runId);
    expect(await standing(trial)).toMatchObject({
      accepted: accepted + REPAIRABLE,
      due: left + REPAIRABLE,
      waiting: left + REPAIRABLE,
      astray: 0,
    });
  });
});
