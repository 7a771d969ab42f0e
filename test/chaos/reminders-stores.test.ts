import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../db/rows.ts';
import { startServers, type Servers } from '../../dev/servers/start-servers.ts';
import { bookAppointments } from '../../engine/reminders/booking/book.ts';
import { seedProgramme, type SeededProgramme } from '../support/seed-programme.ts';
import { openTrial, type Trial } from '../support/trial.ts';
import { arrivedTexts, note, offencesOf, TEXT, type Histories, type Offence } from './reminder-judge.ts';

const APPOINTMENTS = 60;
const HOUR_MS = 3_600_000;
const STEPS = [{ key: '1h-sms', beforeMs: HOUR_MS }];
const CUTOFF_MS = 900_000;

/** A Temporal of its own, since it is emptied. */
let servers: Servers;
let trial: Trial;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-reminders-'));
  servers = await startServers({
    folder,
    postgres: false,
    temporal: { headless: true },
    throwaway: true,
    log: () => {},
  });
  trial = await openTrial({ servers });
});
afterAll(async () => {
  await trial.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
});

const programme = (): Promise<SeededProgramme> =>
  seedProgramme(trial.deps, trial.test, {
    world: { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' },
    steps: ['1h:sms'],
    text: TEXT('1h-sms'),
    settings: { zone: 'Etc/UTC', lateSeconds: 1_800, cutoffSeconds: CUTOFF_MS / 1000 },
  });

let phones = 12_129_000_000;

/** Appointments whose step is due one after the other from in a moment on. */
async function bookFrom(seeded: SeededProgramme, fromMs: number, histories: Histories): Promise<void> {
  const items = Array.from({ length: APPOINTMENTS }, (_, place) => {
    const start = new Date(Math.ceil((Date.now() + fromMs) / 1000 + place / 4) * 1000 + HOUR_MS).toISOString();
    return { externalId: `p${phones}`, phone: `+${phones++}`, startsAt: start, variables: { start } };
  });
  const askedAtMs = Date.now();
  const booked = await bookAppointments(trial.deps, { programmeId: seeded.programmeId, items, actor: 'test' });
  for (const one of booked) {
    if (!one.ok) throw new Error(one.problem.message);
    note(histories, one, { askedAtMs, stoppedByYes: [] });
  }
}

const countOf = async ({ runId }: SeededProgramme, states: readonly string[]): Promise<number> => {
  const found = await firstRow<{ n: number }>(
    trial.test.db,
    sql`select count(*)::int as n from contact_states where run_id = ${runId} and state = any(${sql.param([...states])}::text[])`,
  );
  return found?.n ?? 0;
};

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 900; tries++) {
    if (await done()) return;
    await sleep(200);
  }
  throw new Error(`${what} did not come`);
}

/** What went out that must not have, and how many texts are lacking. */
async function judged(
  seeded: SeededProgramme,
  histories: Histories,
): Promise<{ offences: Offence[]; lacking: number }> {
  await until('the last reminder', async () => (await countOf(seeded, ['reached', 'parked'])) === histories.size);
  const arrived = await arrivedTexts(trial, seeded.accountId);
  await trial.expectLawful();
  // One that a killed sender had in hand is parked: it may have gone out or not, and nobody sends it again.
  const parked = await countOf(seeded, ['parked']);
  return {
    offences: offencesOf(arrived, histories, { steps: STEPS, endMs: CUTOFF_MS }),
    lacking: Math.max(histories.size - parked - arrived.length, 0),
  };
}

describe('reminders', () => {
  it('all go out, late at most, when Temporal is killed and comes back empty', async () => {
    const { temporal } = servers.servers;
    if (!temporal) throw new Error('no Temporal');
    const worker = await trial.startWorker();
    const histories: Histories = new Map();
    const seeded = await programme();
    await bookFrom(seeded, 3_000, histories);
    await until('the first reminder', async () => (await countOf(seeded, ['reached'])) > 0);
    // It keeps nothing on disk here.
    await temporal.kill();
    await bookFrom(seeded, 2_000, histories);
    await sleep(4_000);
    await temporal.start();
    expect(await judged(seeded, histories)).toEqual({ offences: [], lacking: 0 });
    await worker.stop();
  });

  it('all go out, late at most, when the worker that leads the relay is killed', async () => {
    // The only one there leads.
    const leader = await trial.startWorker();
    const other = await trial.startWorker();
    const histories: Histories = new Map();
    const seeded = await programme();
    await bookFrom(seeded, 3_000, histories);
    await until('the first reminder', async () => (await countOf(seeded, ['reached'])) > 0);
    await leader.kill();
    await bookFrom(seeded, 2_000, histories);
    const another = await programme();
    const others: Histories = new Map();
    await bookFrom(another, 2_000, others);
    expect(await judged(seeded, histories)).toEqual({ offences: [], lacking: 0 });
    expect(await judged(another, others)).toEqual({ offences: [], lacking: 0 });
    await other.stop();
  });
});
