import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { openDb } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { claim, type ClaimedAttempt } from '../../engine/dialing/claim.ts';
import { gate, type GateRefusal } from '../../engine/dialing/gate.ts';
import { giveBack } from '../../engine/dialing/give-back.ts';
import { record } from '../../engine/dialing/record.ts';
import { loadRun } from '../../engine/dialing/run-context.ts';
import { bookAppointments, type BookingResult } from '../../engine/reminders/booking/book.ts';
import type { BookingItem } from '../../engine/reminders/booking/read-booking.ts';
import { foldAll, jump, offences, refOf } from './ledger-steps.ts';
import { nowOf } from './reminder-world.ts';
import { scriptedTelephony } from './scripted-telephony.ts';
import { seedProgramme, type SeedProgramme, type SeededProgramme } from './seed-programme.ts';
import { engineOver } from './seed.ts';
import { testDb, type TestDb } from './test-db.ts';

/** How often each random race is run. */
export const RACE_ROUNDS = Number(process.env['OUTDIAL_RACE_ROUNDS'] ?? '6');

/** A programme in UTC whose caps stand in nobody's way. */
export const seedRace = async (
  { deps, test }: RaceWorld,
  steps: readonly string[],
  { text, settings }: Pick<SeedProgramme, 'text' | 'settings'> = {},
): Promise<SeededProgramme> =>
  await seedProgramme(deps, test, {
    steps,
    ...(text === undefined ? {} : { text }),
    settings: { zone: 'Etc/UTC', personCaps: [{ count: 50, hours: 1 }], ...settings },
  });

/** A ledger that several processes work on: each has a pool of its own. */
export interface RaceWorld {
  test: TestDb;
  deps: EngineDeps;
  /** Others beside it. */
  rivals: EngineDeps[];
  close: () => Promise<void>;
}

export async function openRaceWorld(rivalCount = 2): Promise<RaceWorld> {
  const test = await testDb({ maxConnections: 12 });
  const deps = engineOver(test, scriptedTelephony());
  const pools = Array.from({ length: rivalCount }, () =>
    openDb({ url: test.url, role: 'outdial_app', maxConnections: 12 }),
  );
  return {
    test,
    deps,
    rivals: pools.map((db) => ({ ...deps, db })),
    close: async () => {
      await Promise.all(pools.map((db) => db.$client.end()));
      await test.drop();
    },
  };
}

export const rivalOf = ({ deps, rivals }: RaceWorld, index: number): EngineDeps =>
  rivals[index % rivals.length] ?? deps;

/** Who goes first: each of both surely, and, most often, nobody knows. */
export const STARTS = ['gate', 'verb', 'both', 'both', 'both'] as const;
export type Start = (typeof STARTS)[number];
export const startOf = (index: number): Start => STARTS[index % STARTS.length] ?? 'both';

export const atSomeMoment = async <T>(work: () => Promise<T>, maxMs = 14): Promise<T> => {
  await sleep(randomInt(maxMs + 1));
  return await work();
};

/** Two pieces of work against each other. */
export async function race<A, B>(start: Start, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  if (start === 'gate') {
    const a = await first();
    return [a, await second()];
  }
  if (start === 'verb') {
    const b = await second();
    return [await first(), b];
  }
  return await Promise.all([atSomeMoment(first), atSomeMoment(second)]);
}

/** Resolves when somebody in this database waits for a lock. */
async function untilBlocked(test: TestDb, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(5);
    const waiting = await rows(
      test.adminDb,
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1`,
    );
    if (waiting.length > 0) return;
  }
}

/**
 * The same ledger, but before the so-many-th statement of the first transaction a rival does all of its work, or as
 * much of it as the locks of that transaction let it. `rival` resolves when it has come to its end.
 */
export function interruptedAt(
  test: TestDb,
  deps: EngineDeps,
  statement: number,
  rival: () => Promise<void>,
): { deps: EngineDeps; reached: () => boolean; rival: () => Promise<void> } {
  let [count, work]: [number, Promise<void> | undefined] = [0, undefined];
  const before = async (): Promise<void> => {
    if (count++ !== statement || work) return;
    let over = false;
    work = rival().finally(() => (over = true));
    await Promise.race([work, untilBlocked(test, () => over)]);
  };
  const interrupted = <T extends object>(target: T, inside: boolean): T =>
    new Proxy(target, {
      get: (of, key) => {
        const value: unknown = Reflect.get(of, key);
        if (typeof value !== 'function') return value;
        if (key === 'transaction' && !inside) {
          return (body: (tx: object) => unknown) =>
            Reflect.apply(value, of, [(tx: object) => body(interrupted(tx, true))]);
        }
        if (key === 'execute' && inside) {
          return async (...args: unknown[]) => {
            await before();
            return await Reflect.apply(value, of, args);
          };
        }
        return value.bind(of);
      },
    });
  return {
    deps: { ...deps, db: interrupted(deps.db, false) },
    reached: () => work !== undefined,
    rival: async () => await work,
  };
}

const SECOND_MS = 1_000;
let made = 0;
let phones = 12_126_000_000;
export const newPhone = (): string => `+${++phones}`;
export const iso = (atMs: number): string => new Date(atMs).toISOString();

/** An appointment whose step of so many seconds before is due in a moment. */
export async function itemDue(test: TestDb, beforeSeconds: number): Promise<BookingItem & { startMs: number }> {
  const startMs = (Math.ceil((await nowOf(test)) / SECOND_MS) + 1 + beforeSeconds) * SECOND_MS;
  return { externalId: `race-${++made}`, phone: newPhone(), startsAt: iso(startMs), startMs };
}

export async function itemsDue(
  test: TestDb,
  count: number,
  beforeSeconds: number,
): Promise<(BookingItem & { startMs: number })[]> {
  const first = await itemDue(test, beforeSeconds);
  return [
    first,
    ...Array.from({ length: count - 1 }, () => ({ ...first, externalId: `race-${++made}`, phone: newPhone() })),
  ];
}

export async function book(
  deps: EngineDeps,
  programmeId: string,
  items: readonly BookingItem[],
): Promise<(BookingResult & { ok: true })[]> {
  const results = await bookAppointments(deps, { programmeId, items: items.map(toItem), actor: 'test' });
  return results.map((result) => {
    if (!result.ok) throw new Error(`${result.externalId}: ${result.problem.message}`);
    return result;
  });
}

const toItem = ({ externalId, phone, startsAt, variables, name }: BookingItem): BookingItem => ({
  externalId,
  phone,
  startsAt,
  name,
  variables,
});

/** Past the moment at which the step of `itemDue` is due. */
export const untilDue = async (test: TestDb): Promise<void> => await jump(test, 2_100);

export interface Claim extends ClaimedAttempt {
  sender: string;
}

/** Everything of a slot that is due, each under a sender of its own process. */
export async function claimDue(deps: EngineDeps, { runId }: SeededProgramme, slot = 0): Promise<Claim[]> {
  const run = await loadRun(deps, runId);
  const step = run?.steps[slot];
  if (!run || !step) throw new Error('no such run');
  const sender = randomUUID();
  const { attempts } = await claim(deps, { run, step, sender, batch: 200 });
  return attempts.map((attempt) => ({ ...attempt, sender }));
}

export type Word = GateRefusal | 'passed' | 'no_intent';

/** What the gate said, and when. */
export interface Judged {
  claimed: Claim;
  word: Word;
  atMs: number;
}

export async function gateOne(deps: EngineDeps, claimed: Claim): Promise<Judged> {
  const { attemptId, sender } = claimed;
  const [verdict] = await gate(deps, { sender, items: [{ attemptId, rendered: {} }] });
  return { claimed, word: verdict === undefined ? 'no_intent' : (verdict.refusal ?? 'passed'), atMs: Date.now() };
}

/** What a sender does with what its gate said: sends it, or gives it back. */
export async function carryOn(deps: EngineDeps, judged: readonly Judged[]): Promise<void> {
  for (const { claimed, word, atMs } of judged) {
    const { attemptId, sender } = claimed;
    if (word === 'passed') {
      const result = { kind: 'accepted' as const, providerRef: refOf(attemptId), startedAtMs: atMs };
      await record(deps, sender, [{ attemptId, result }]);
    } else if (word !== 'no_intent') {
      await giveBack(deps, [{ attemptId, reason: word }], { state: 'INTENT' });
    }
  }
  await foldAll(deps);
}

export interface PlanRow {
  externalId: string;
  version: number;
  key: string;
  status: 'planned' | 'sent' | 'skipped';
  reason: string | null;
  contactId: number | null;
  contactState: string | null;
}

/** Plans of now, in the order of their appointments and steps. */
export async function plansOf(test: TestDb, { programmeId }: SeededProgramme): Promise<PlanRow[]> {
  return await rows(
    test.db,
    sql`select a.external_id as "externalId", a.version, m.key, m.status, m.reason, m.contact_id as "contactId", s.state as "contactState"
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version
          left join contact_states s on s.contact_id = m.contact_id
        where a.programme_id = ${programmeId} order by a.external_id, m.intended_at, m.key`,
  );
}

/** Holds whenever nobody is at work: the laws of the ledger, no hold without its attempt, nobody under way for ever. */
export async function expectQuiet(test: TestDb, { runId, programmeId }: SeededProgramme): Promise<void> {
  expect(await offences(test)).toEqual([]);
  const left = await firstRow(
    test.db,
    sql`select (select count(*) from open_attempts where run_id = ${runId})::int as "openAttempts",
          (select count(*) from attempts where run_id = ${runId} and state in ('INTENT', 'SENDING', 'UNKNOWN'))::int as "underWay",
          (select count(*) from contact_states where run_id = ${runId} and state = 'in_flight')::int as "inFlight",
          -- Each step of each appointment waits once, whatever was made of it before.
          (select count(*) from (select from reminders m join appointments a on a.id = m.appointment_id
            join contact_states s on s.contact_id = m.contact_id and s.state = 'waiting' where a.programme_id = ${programmeId}
            group by m.appointment_id, m.key having count(distinct m.contact_id) > 1) twice)::int as "waitingTwice",
          (select count(*) from appointments a where a.programme_id = ${programmeId} and a.version <>
            (select count(*) from appointment_versions v where v.appointment_id = a.id))::int as "versionsWithGaps"`,
  );
  expect(left).toEqual({ openAttempts: 0, underWay: 0, inFlight: 0, waitingTwice: 0, versionsWithGaps: 0 });
}
