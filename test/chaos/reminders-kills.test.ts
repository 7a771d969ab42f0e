/**
 * Random sequences of appointments while workers die and stand still. At length:
 * OUTDIAL_REMINDER_KILLS=200 npx vitest run --project chaos test/chaos/reminders-kills.test.ts
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { answerFor } from '../../engine/answering/answer-for.ts';
import { bookAppointments } from '../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../engine/reminders/booking/cancel.ts';
import { changeProgramme } from '../../engine/reminders/programmes/change.ts';
import { randomOf } from '../support/judged-world.ts';
import { seedProgramme, type SeededProgramme } from '../support/seed-programme.ts';
import { openTrial, type Trial } from '../support/trial.ts';
import type { WorkerProcess } from '../support/worker-process.ts';
import { arrivedTexts, note, offencesOf, TEXT, type Histories } from './reminder-judge.ts';

const SEQUENCES = Number(process.env['OUTDIAL_REMINDER_KILLS'] ?? '40');
const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? randomInt(1_000_000));
/** Workers die six times for forty sequences. */
const KILLS = Math.ceil(SEQUENCES * 0.15);
const BETWEEN_KILLS_MS = 8_000;
/** Booked for when nobody dies any more. */
const CALM = 6;

const STEPS = [
  { key: 'first', beforeMs: 26_000 },
  { key: 'second', beforeMs: 16_000 },
];
const CUTOFF_MS = 3_000;
const REPEAT_MS = 3_000;
/** A yes stops the first step, not the second. */
const STOPPED_BY_YES = ['first'];

let trial: Trial;
beforeAll(async () => {
  trial = await openTrial({ seed: SEED });
});
afterAll(async () => await trial.close());

const random = randomOf(SEED);
const between = (from: number, to: number): number => from + Math.floor(random() * (to - from));

async function programme(): Promise<SeededProgramme> {
  const world = { url: trial.simulatorUrl, judge: trial.judge, provider: 'agentnumber' as const };
  const seeded = await seedProgramme(trial.deps, trial.test, { world });
  const { accountId, numberId, programmeId } = seeded;
  const steps = STEPS.map(({ key, beforeMs }) => ({
    key,
    when: { kind: 'before' as const, seconds: beforeMs / 1000 },
    afterConfirm: STOPPED_BY_YES.includes(key) ? ('stop' as const) : ('send' as const),
    actions: [{ channel: 'sms' as const, accountId, numberId, text: TEXT(key) }],
  }));
  await changeProgramme(trial.deps, {
    programmeId,
    settings: {
      steps,
      zone: 'Etc/UTC',
      lateSeconds: 600,
      cutoffSeconds: CUTOFF_MS / 1000,
      repeatAfterMoveSeconds: REPEAT_MS / 1000,
      personCaps: [{ count: 100, hours: 1 }],
    },
    actor: 'test',
  });
  return seeded;
}

/** One appointment's life, as its office tells it; every start is told once only, so that a text names its plan. */
async function sequence(
  seeded: SeededProgramme,
  place: number,
  histories: Histories,
  isOver: () => boolean,
): Promise<void> {
  const { programmeId } = seeded;
  const externalId = `a${place}`;
  const used = new Set<number>();
  const which = { programmeId, externalId, actor: 'test' };
  const book = async (wantedMs: number): Promise<void> => {
    let startMs = Math.ceil(wantedMs / 1000) * 1000;
    while (used.has(startMs)) startMs += 1_000;
    used.add(startMs);
    await put(startMs);
  };
  const put = async (startMs: number): Promise<void> => {
    const askedAtMs = Date.now();
    const start = new Date(startMs).toISOString();
    const phone = `+${12_127_000_000 + place}`;
    const items = [{ externalId, phone, startsAt: start, variables: { start } }];
    const [result] = await bookAppointments(trial.deps, { programmeId, items, actor: 'test' });
    if (!result?.ok) throw new Error(result?.problem.message);
    note(histories, result, { askedAtMs, stoppedByYes: STOPPED_BY_YES });
  };
  const told = async (work: () => ReturnType<typeof cancelAppointment>): Promise<void> => {
    const askedAtMs = Date.now();
    note(histories, await work(), { askedAtMs, stoppedByYes: STOPPED_BY_YES });
  };
  await book(Date.now() + between(20_000, 40_000));
  while (!isOver()) {
    await sleep(between(2_000, 12_000));
    const now = histories.get(externalId)?.at(-1);
    if (!now || now.startMs < Date.now() + 500) return;
    const dice = random();
    if (now.cancelled) await (dice < 0.5 ? put(now.startMs) : book(Date.now() + between(15_000, 40_000)));
    else if (dice < 0.35) await book(Date.now() + between(12_000, 40_000));
    else if (dice < 0.5) await book(Math.max(now.startMs + between(-2, 3) * 1_000, Date.now() + 3_000));
    else if (dice < 0.65) await told(() => cancelAppointment(trial.deps, which));
    else if (dice < 0.8) await told(() => answerFor(trial.deps, { ...which, meaning: 'confirm' }));
    else if (dice < 0.9) await put(now.startMs);
  }
}

interface Toll {
  kills: number;
  freezes: number;
  over: boolean;
}

/**
 * Two workers, of which one or the other dies, or stands still and then dies or goes on. The next one is not waited
 * for, so at times there is nobody.
 */
async function turmoil(toll: Toll, workers: readonly WorkerProcess[]): Promise<void> {
  const alive = [...workers];
  const coming: Promise<void>[] = [];
  while (toll.kills < KILLS) {
    while (alive.length === 0) await sleep(100);
    await sleep(between(BETWEEN_KILLS_MS / 4, BETWEEN_KILLS_MS));
    const [worker] = alive.splice(between(0, alive.length), 1);
    if (!worker) continue;
    if (random() < 0.4) {
      worker.freeze();
      toll.freezes += 1;
      await sleep(between(300, 4_000));
      worker.thaw();
      if (random() < 0.5) {
        alive.push(worker);
        continue;
      }
    }
    await worker.kill();
    toll.kills += 1;
    coming.push(trial.startWorker().then((next) => void alive.push(next)));
  }
  await Promise.all(coming);
}

async function untilOver({ runId }: SeededProgramme): Promise<void> {
  for (let tries = 0; tries < 900; tries++) {
    const living = await rows(
      trial.test.db,
      sql`select s.contact_id from contact_states s where s.run_id = ${runId} and s.state in ('ready', 'waiting', 'in_flight')
          union all select a.contact_id from open_attempts o join attempts a on a.id = o.attempt_id where o.run_id = ${runId}`,
    );
    if (living.length === 0) return;
    await sleep(200);
  }
  throw new Error('some steps have no outcome');
}

interface Outcome {
  externalId: string;
  key: string;
  state: string | null;
  /** Attempts that may have reached the provider. */
  attemptIds: string[];
}

const outcomesOf = ({ programmeId }: SeededProgramme): Promise<Outcome[]> =>
  rows(
    trial.test.db,
    sql`select a.external_id as "externalId", m.key, s.state, array(select t.id from attempts t where t.contact_id = m.contact_id
            and t.state not in ('INTENT', 'VOID', 'REFUSED')) as "attemptIds"
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version and m.status <> 'skipped'
          left join contact_states s on s.contact_id = m.contact_id
        where a.programme_id = ${programmeId}`,
  );

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

describe(`reminders while workers are killed and stopped (seed ${SEED})`, () => {
  it(`tell of no old start, nobody twice and nobody late, over ${SEQUENCES} sequences`, async () => {
    const seeded = await programme();
    const histories: Histories = new Map();
    const workers = await Promise.all([trial.startWorker(), trial.startWorker()]);
    const beganMs = Date.now();
    const toll: Toll = { kills: 0, freezes: 0, over: false };
    const isOver = (): boolean => toll.over;
    const lives = Array.from({ length: SEQUENCES }, async (_, place) => {
      while (!isOver() && toll.kills < (place / SEQUENCES) * KILLS - 1) await sleep(200);
      await sleep(between(0, 3_000));
      await sequence(seeded, place, histories, isOver);
    });
    await turmoil(toll, workers);
    toll.over = true;
    await Promise.all(lives);
    const calm = Array.from({ length: CALM }, (_, place) => SEQUENCES + place);
    await Promise.all(calm.map((place) => sequence(seeded, place, histories, isOver)));
    await untilOver(seeded);

    const arrived = await arrivedTexts(trial, seeded.accountId);
    const changes = [...histories.values()].reduce((sum, stands) => sum + stands.length, 0);
    const outcomes = await outcomesOf(seeded);
    const states = groupBy(outcomes, ({ state }) => state ?? 'none');
    console.log(
      `reminders: seed ${SEED}, ${histories.size} appointments, ${changes} changes, ${toll.kills} kills, ${toll.freezes} stops, ` +
        `${arrived.length} texts, ${Math.round((Date.now() - beganMs) / 1000)} s; steps of the last plans: ` +
        [...states].map(([state, of]) => `${of.length} ${state}`).join(', '),
    );
    expect(offencesOf(arrived, histories, { steps: STEPS, endMs: CUTOFF_MS })).toEqual([]);
    const byAttempt = groupBy(arrived, ({ attemptId }) => attemptId);
    const odd = outcomes.filter(({ state, attemptIds }) => {
      const came = attemptIds.flatMap((id) => byAttempt.get(id) ?? []).length;
      if (state === 'reached') return came !== 1;
      return state === 'parked' ? came > 1 : state === null || came > 0;
    });
    expect(odd).toEqual([]);
    // Nobody dies any more: on a machine at its limit some of these may be missed, but not most.
    const inCalm = outcomes.filter(({ externalId }) => calm.includes(Number(externalId.slice(1))));
    expect(inCalm.filter(({ state }) => state === 'reached').length).toBeGreaterThanOrEqual(CALM);
    await trial.expectLawful();
  }, 1_800_000);
});
