import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { turn, type TurnAnswer } from '../../../../engine/dialing/turn.ts';
import { commitList } from '../../../../engine/importing/committing/commit-list.ts';
import { cancelImport } from '../../../../engine/importing/receiving/cancel-import.ts';
import { editCells } from '../../../../engine/importing/drafting/edit-cells.ts';
import { findImport } from '../../../../engine/importing/find-import.ts';
import { beginCheck } from '../../../../engine/importing/storing/check-list.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { commitImport } from '../../../../engine/importing/drafting/start-commit.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { endLease, holdAt, startImport, type Place } from '../../../support/killable-import.ts';
import { claimAll, offences, passGate, plannedRun } from '../../../support/ledger-steps.ts';
import {
  expectWhole,
  listWorld,
  newList,
  standing,
  type ListTrial,
  type ListWorld,
} from '../../../support/list-world.ts';

let world: ListWorld;
beforeAll(async () => {
  world = await listWorld();
});
afterAll(() => world.close());
afterEach(async () => {
  const broken = await offences(world.test);
  if (broken.length > 0) throw new Error(`laws broken: ${JSON.stringify(broken)}`);
});

const rowAt = (row: number): string => `new.contact_id % 16777216 = ${row}`;
const STATES: Place = { table: 'contact_states', on: 'insert', when: rowAt(1_200) };
const DUES: Place = { table: 'due', on: 'insert', when: rowAt(1_200) };
const CHUNK: Place = { table: 'contacts', on: 'insert', when: 'new.id % 16777216 = 1700' };
const LAST: Place = { table: 'imports', on: 'update', when: "new.state = 'done'" };

/** Does something while a process waits at a place of the import, lets it go on, and says how it ended. */
async function whileAt(trial: ListTrial, place: Place, work: () => Promise<void>): Promise<string | null> {
  const held = await holdAt(world.test, place);
  const { ended } = startImport(world.test, world.folder, trial.importId);
  try {
    await expect.poll(held.waiting, { timeout: 30_000, interval: 10 }).toBe(true);
    await work();
  } finally {
    await held.go();
  }
  return await ended;
}

async function takeTurn(runId: string, budgetMs = 300): Promise<TurnAnswer> {
  const sender = createSender(world.deps);
  const answer = await turn(
    { ...world.deps, sender, wakes: createWakes(), mayDial: () => true },
    { runId, budgetMs, heartbeat: () => {} },
  );
  await sender.drain();
  return answer;
}

/** Contacts of a list that are to be dialled years from now. */
async function laterOf({ importId }: ListTrial): Promise<number> {
  const found = await firstRow<{ n: number }>(
    world.test.db,
    sql`select count(*)::int as n from contacts where import_id = ${importId} and overrides is not null`,
  );
  return found?.n ?? 0;
}

const done = async (trial: ListTrial): Promise<void> => {
  await plannedRun(world.deps, trial.seeded.runId);
  const now = await expectWhole(trial);
  expect(now).toMatchObject({
    state: 'done',
    states: now.accepted,
    waiting: now.accepted,
    due: now.accepted,
    astray: 0,
  });
};

describe('claims during the commit of a list', () => {
  it('get nobody of it before all of it is there, and everybody after', { timeout: 60_000 }, async () => {
    const trial = await newList(world);
    const { seeded, importId } = trial;
    const run = await plannedRun(world.deps, seeded.runId);
    const [step] = run.steps;
    if (!step) throw new Error('no step');
    const { sender } = await claimAll(world.deps, seeded.runId);
    let over = false;
    const early: unknown[] = [];
    const claiming = (async () => {
      for (let tries = 0; !over; tries++) {
        await plannedRun(world.deps, seeded.runId);
        const { attempts } = await claim(world.deps, { run, step, sender, batch: 3 });
        if (attempts.length === 0) continue;
        const list = await findImport(world.test.db, importId);
        if (list.state !== 'done') early.push([tries, list.state]);
      }
    })();
    expect((await runImport(world.deps, importId)).outcome).toBe('done');
    over = true;
    await claiming;
    expect(early).toEqual([]);
    const { accepted } = await standing(trial);
    await plannedRun(world.deps, seeded.runId);
    while ((await claim(world.deps, { run, step, sender, batch: 500 })).attempts.length > 0);
    const { firstContactId } = await findImport(world.test.db, importId);
    const dialled = await firstRow(
      world.test.db,
      sql`select count(*)::int as attempts, count(distinct contact_id)::int as contacts from attempts
          where run_id = ${seeded.runId} and contact_id > ${firstContactId}`,
    );
    // Rows with a time of their own wait for it.
    const { due } = await standing(trial);
    expect(due).toBe(await laterOf(trial));
    expect(dialled).toEqual({ attempts: accepted - due, contacts: accepted - due });
  });

  it('go on with those that were there before', { timeout: 60_000 }, async () => {
    const trial = await newList(world);
    const held = await whileAt(trial, LAST, async () => {
      const claimed = await claimAll(world.deps, trial.seeded.runId);
      expect(claimed.ids.length).toBe(1);
      expect([...(await passGate(world.deps, claimed)).values()]).toEqual([null]);
    });
    expect(held).toBe('done');
    await done(trial);
  });
});

describe('who says no in the middle of a commit', () => {
  it.each([
    ['after the look at suppressions', DUES],
    ['at its last statement', LAST],
  ])('%s never passes the gate', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world);
    // A row with one number, and the further number of a row with two.
    const phones = [trial.phoneAt(30), trial.phoneAt(71 + 5_000)].map((phone) => Number(phone.slice(1)));
    const ended = await whileAt(trial, place, async () => {
      for (const phone of phones) await suppress(world.deps, { phone, actor: 'test' });
    });
    expect(ended).toBe('done');
    const later = await laterOf(trial);
    await expect
      .poll(
        async () => {
          await takeTurn(trial.seeded.runId, 2_000);
          return (await standing(trial)).due;
        },
        { timeout: 40_000 },
      )
      .toBe(later);
    const called = new Set(world.telephony.begun.map(({ to }) => Number(to.slice(1))));
    expect(called.has(Number(trial.phoneAt(31).slice(1)))).toBe(true);
    expect(phones.filter((phone) => called.has(phone))).toEqual([]);
    const ends = await rows<{ state: string; reason: string; passed: boolean }>(
      world.test.db,
      sql`select s.state, s.reason, exists (select from attempts a where a.contact_id = c.id and a.provider_ref is not null) as passed
          from contacts c join contact_states s on s.contact_id = c.id
          where c.import_id = ${trial.importId} and (c.phone = any(${sql.param(phones)}::bigint[])
            or exists (select from contact_phones n where n.contact_id = c.id and n.phone = any(${sql.param(phones)}::bigint[])))`,
    );
    expect(ends).toHaveLength(2);
    for (const end of ends) expect(end).toMatchObject({ state: 'suppressed', passed: false });
  });
});

describe('a list that is cancelled', () => {
  it.each([
    ['while it is read', CHUNK],
    ['while its states are written', STATES],
    ['while its due rows are written', DUES],
  ])('%s leaves nobody behind', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world);
    let cancelled: Promise<unknown> = Promise.resolve();
    const ended = await whileAt(trial, place, async () => {
      cancelled = cancelImport(world.deps, { importId: trial.importId, actor: 'test' });
      // It may have to wait for the chunk.
      await Promise.race([cancelled, new Promise((resolve) => setTimeout(resolve, 300))]);
    });
    await cancelled;
    expect(ended).toBe('stopped');
    expect(await standing(trial)).toMatchObject({
      state: 'cancelled',
      contacts: 0,
      states: 0,
      phones: 0,
      due: 0,
      accepted: 0,
    });
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('busy');
    expect(await standing(trial)).toMatchObject({ contacts: 0, states: 0, due: 0 });
  });

  it('at its last statement is done instead', { timeout: 60_000 }, async () => {
    const trial = await newList(world);
    let cancelled: Promise<unknown> = Promise.resolve();
    const ended = await whileAt(trial, LAST, async () => {
      cancelled = cancelImport(world.deps, { importId: trial.importId, actor: 'test' }).catch(
        (error: unknown) => error,
      );
    });
    expect(ended).toBe('done');
    expect(await cancelled).toMatchObject({ code: 'import_over' });
    await done(trial);
  });
});

describe('two processes at one list', () => {
  it('commit it once, also when one of them was thought dead', { timeout: 60_000 }, async () => {
    const trial = await newList(world);
    let other: Promise<string | null> = Promise.resolve(null);
    const ended = await whileAt(trial, DUES, async () => {
      await endLease(world.test, trial.importId);
      other = startImport(world.test, world.folder, trial.importId, true).ended;
      await expect
        .poll(async () => (await waitingForAnother()).n, { timeout: 20_000, interval: 20 })
        .toBeGreaterThan(0);
    });
    const outcomes = [ended, await other];
    expect(outcomes).toContain('done');
    await endLease(world.test, trial.importId);
    expect(['busy', 'done']).toContain((await runImport(world.deps, trial.importId)).outcome);
    await done(trial);
  });

  it('find that a check is under way, and take nothing of it away', { timeout: 60_000 }, async () => {
    const trial = await newList(world, { wanted: 'check' });
    const asleep = await findImport(world.test.db, trial.importId);
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('checked');
    const before = await expectWhole(trial);
    // A job that slept from before the first row on wakes up.
    await beginCheck(world.deps, asleep);
    expect(await expectWhole(trial)).toEqual(before);
  });
});

/** Connections that wait for another one. */
async function waitingForAnother(): Promise<{ n: number }> {
  const found = await firstRow<{ n: number }>(
    world.test.adminDb,
    sql`select count(*)::int as n from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and wait_event in ('transactionid', 'tuple')`,
  );
  return found ?? { n: 0 };
}

describe('a running campaign', () => {
  const runState = async (trial: ListTrial): Promise<string | undefined> =>
    (await firstRow<{ state: string }>(world.test.db, sql`select state from runs where id = ${trial.seeded.runId}`))
      ?.state;
  /** Everybody of the run who is not of the list is finished. */
  const finishOthers = async (trial: ListTrial): Promise<void> => {
    const ids = sql.param(trial.seeded.contactIds);
    await world.test.adminDb.execute(sql`delete from due where contact_id = any(${ids}::bigint[])`);
    await world.test.adminDb.execute(
      sql`update contact_states set state = 'expired', reason = 'expired' where contact_id = any(${ids}::bigint[])`,
    );
  };

  it.each([
    ['read', CHUNK],
    ['committed', STATES],
    ['about to be done', LAST],
  ])('does not complete while a list is being %s', { timeout: 60_000 }, async (_, place) => {
    const trial = await newList(world);
    await finishOthers(trial);
    const ended = await whileAt(trial, place, async () => {
      const answer = await Promise.race([
        takeTurn(trial.seeded.runId).catch((error: unknown) => error),
        new Promise((resolve) => setTimeout(resolve, 1_500, 'waits')),
      ]);
      expect(answer).not.toMatchObject({ kind: 'done' });
      expect(await runState(trial)).toBe('running');
    });
    expect(ended).toBe('done');
    await takeTurn(trial.seeded.runId);
    expect(await runState(trial)).toBe('running');
    const now = await standing(trial);
    expect(now.states).toBe(now.accepted);
    const started = await firstRow<{ n: number }>(
      world.test.db,
      sql`select count(*)::int as n from attempts where run_id = ${trial.seeded.runId}`,
    );
    expect(started?.n).toBeGreaterThan(0);
  });

  it('completes beside a list that waits for a person', async () => {
    const trial = await newList(world, { wanted: 'check' });
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('checked');
    await finishOthers(trial);
    expect(await takeTurn(trial.seeded.runId)).toMatchObject({ kind: 'done' });
    expect(await runState(trial)).toBe('completed');
    await expect(commitImport(world.deps, { importId: trial.importId, actor: 'test' })).rejects.toMatchObject({
      code: 'campaign_completed',
    });
  });

  it('that came to its end before the commit gets nobody, and the draft stays', async () => {
    const trial = await newList(world);
    await world.test.adminDb.execute(
      sql`update runs set state = 'cancelled', ended_at = outdial_now() where id = ${trial.seeded.runId}`,
    );
    expect((await runImport(world.deps, trial.importId)).outcome).toBe('checked');
    const now = await expectWhole(trial);
    expect(now).toMatchObject({ state: 'checked', states: 0, due: 0 });
    expect(now.accepted).toBeGreaterThan(0);
  });
});

it('a correction that comes when the commit is about to begin is part of it', { timeout: 60_000 }, async () => {
  const trial = await newList(world, { content: 'phone,mobile,send_at,name\n+12122920001,,,Ada\nbad,,,Bob\n' });
  const place: Place = { table: 'imports', on: 'update', when: "new.state = 'checked' and old.state = 'checking'" };
  const held = await holdAt(world.test, { ...place, atCommit: true });
  const { ended } = startImport(world.test, world.folder, trial.importId);
  await expect.poll(held.waiting, { timeout: 30_000, interval: 10 }).toBe(true);
  const edited = editCells(world.deps, {
    importId: trial.importId,
    rowNumber: 3,
    cells: { phone: '+12122920002' },
    actor: 'test',
  });
  await expect.poll(async () => (await waitingForAnother()).n, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
  await held.go();
  await edited;
  expect(await ended).toBe('done');
  expect(await standing(trial)).toMatchObject({ accepted: 2, rejected: 0, states: 2 });
});

it(
  'a commit without due rows leaves no transaction idle, which the database would end',
  { timeout: 60_000 },
  async () => {
    const trial = await newList(world, { launch: false });
    const held = await whileAt(trial, STATES, async () => {
      const idle = await rows(
        world.test.adminDb,
        sql`select query from pg_stat_activity where datname = current_database() and application_name = 'import-process'
            and state like 'idle in transaction%'`,
      );
      expect(idle).toEqual([]);
    });
    expect(held).toBe('done');
  },
);

it('a job that takes up a commit waits for one that sleeps between its two commits', { timeout: 60_000 }, async () => {
  const trial = await newList(world);
  let late: Promise<unknown> = Promise.resolve();
  const held = await whileAt(trial, { ...LAST, atCommit: true }, async () => {
    expect((await standing(trial)).states).toBeGreaterThan(0);
    late = commitList(world.deps, await findImport(world.test.db, trial.importId), undefined);
    await expect.poll(waitingForList, { timeout: 30_000, interval: 10 }).toBe(true);
  });
  expect(held).toBe('done');
  expect(await late).toBe('next');
  await done(trial);
});

/** Whether somebody waits until another transaction is over. */
async function waitingForList(): Promise<boolean> {
  const found = await firstRow(
    world.test.adminDb,
    sql`select from pg_locks where locktype = 'transactionid' and not granted
          and pid in (select pid from pg_stat_activity where datname = current_database()) limit 1`,
  );
  return found !== undefined;
}
