import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { shuffled, type Draw } from '../draw.ts';
import type { DemoAccount } from '../prepare.ts';
import type { Say } from '../say.ts';
import type { SimulatorControl } from '../simulator-control.ts';
import type { DemoStack } from '../start-stack.ts';
import type { ClinicRecord, Fact } from './clinic-record.ts';
import type { Clinic } from './clinic.ts';
import { instantOf, officeWords, zoneOf } from './clock-of-clinic.ts';
import type { DayClock } from './move-clock.ts';
import { PAIRS, writeBooking, type Patient, type Visit } from './patients.ts';

export interface DayDeps {
  stack: DemoStack;
  api: ApiClient;
  simulator: SimulatorControl;
  clinic: Clinic;
  record: ClinicRecord;
  clock: DayClock;
  say: Say;
  draw: Draw;
}

export interface DayInput {
  visits: readonly Visit[];
  newPatient: (habit?: Patient['habit'], zone?: Patient['zone']) => Patient;
  accounts: { calls: DemoAccount; texts: DemoAccount };
  /** Its settings as they were told. */
  settings: { steps: object[] };
}

export interface DayEnd {
  /** While the worker was away, by the clock of the day. */
  restart: { fromMs: number; toMs: number };
  edit: { fromMs: number; sureMs: number };
  /** Steps of the edit's preview that were to change, and what it answered then. */
  preview: Record<string, number>;
  inFlightAtChange: number;
  reviewsDecided: number;
  refused: number;
}

const MOST_RACES = 6;
/** Under load a worker needs seconds for its turn. */
const DIALLED_WITHIN_MS = 10_000;

/** Appointments of the morning's list that stand and start at least six hours from now, any of them. */
export function chooseFrom({ record, clock, draw }: DayDeps, count: number): Fact[] {
  const soonMs = clock.nowMs() + 6 * 3_600_000;
  const standing = record.now().filter(({ externalId, state, startsAtMs }) => {
    const number = Number(/^visit-(\d+)$/.exec(externalId)?.[1]);
    return state === 'booked' && startsAtMs > soonMs && number > 1_000 + PAIRS * 2 + 2;
  });
  return shuffled(standing, draw).slice(0, count);
}

function bodyOf(fact: Fact, change: Partial<Visit> = {}): ReturnType<typeof writeBooking> {
  const patient = { phone: fact.phone, name: 'As booked', zone: zoneOf(fact.zone), habit: 'quiet' as const };
  return writeBooking({ patient, startsAtMs: fact.startsAtMs, doctor: 'Dr Okafor', ...change });
}

async function move({ clinic }: DayDeps, fact: Fact, startsAtMs: number, end: DayEnd): Promise<void> {
  const { inFlight } = await clinic.put(fact.externalId, bodyOf(fact, { startsAtMs }));
  end.inFlightAtChange += inFlight.length;
}

export async function cancel({ clinic }: DayDeps, externalId: string, end: DayEnd): Promise<void> {
  end.inFlightAtChange += (await clinic.cancel(externalId)).inFlight.length;
}

export async function moveSome(deps: DayDeps, count: number, end: DayEnd): Promise<void> {
  const ways = [
    ({ zone }: Fact) => instantOf(zone, 'thu', '16:00'),
    ({ startsAtMs }: Fact) => startsAtMs + 90 * 60_000,
    ({ startsAtMs }: Fact) => startsAtMs + 5 * 60_000,
  ];
  for (const [index, fact] of chooseFrom(deps, count).entries()) {
    const startsAtMs = ways[index % ways.length]?.(fact);
    if (startsAtMs !== undefined) await move(deps, fact, startsAtMs, end);
  }
}

/** Cancels and moves some at the very second at which their messages are due: some are claimed by then, some are not. */
export async function raceAtNextDue(deps: DayDeps, hoursBefore: number, end: DayEnd): Promise<void> {
  const { record, clock, say } = deps;
  const aheadMs = hoursBefore * 3_600_000;
  const due = record
    .now()
    .filter(({ state, startsAtMs, zone }) => {
      const dueMs = startsAtMs - aheadMs;
      return state === 'booked' && dueMs > clock.nowMs() + 60_000 && dueMs >= instantOf(zone, 'tue', '08:30');
    })
    .sort((a, b) => a.startsAtMs - b.startsAtMs || a.externalId.localeCompare(b.externalId));
  const atMs = (due[0]?.startsAtMs ?? 0) - aheadMs;
  const racing = due.filter(({ startsAtMs }) => startsAtMs - aheadMs === atMs).slice(0, MOST_RACES);
  if (racing.length === 0) return;
  await clock.advanceTo(atMs);
  say.line(`  ${officeWords(atMs)}  at this very second a message is due to whom it is told that they cancel or move`);
  const change = async (fact: Fact, index: number): Promise<void> => {
    if (index % 2 === 0) await cancel(deps, fact.externalId, end);
    else await move(deps, fact, instantOf(fact.zone, 'thu', '13:00'), end);
  };
  // The first ones race with the claim, the others with what has just left.
  const half = Math.ceil(racing.length / 2);
  await Promise.all(racing.slice(0, half).map(change));
  const others = racing.slice(half);
  await untilDialled(
    deps,
    others.map(({ phone }) => phone),
    atMs,
  );
  await Promise.all(others.map(change));
}

/** Until the simulator has a request to one of them that began at `sinceMs` or later. */
async function untilDialled({ simulator }: DayDeps, phones: readonly string[], sinceMs: number): Promise<void> {
  const giveUpAt = performance.now() + DIALLED_WITHIN_MS;
  while (phones.length > 0 && performance.now() < giveUpAt) {
    const dials = await simulator.dials();
    if (dials.some(({ to, receivedAtMs }) => receivedAtMs >= sinceMs && phones.includes(to))) return;
    await sleep(20);
  }
}

export async function editSome(deps: DayDeps, { newPatient }: DayInput, count: number): Promise<void> {
  for (const [index, fact] of chooseFrom(deps, count).entries()) {
    const zone = zoneOf(fact.zone);
    const patient = index === 0 ? newPatient('quiet', zone) : { phone: fact.phone, name: 'As booked', zone };
    await deps.clinic.put(
      fact.externalId,
      bodyOf(fact, { patient: { habit: 'quiet', ...patient }, doctor: 'Dr Lind' }),
    );
  }
}

export async function moveOneOfPair(deps: DayDeps, visits: readonly Visit[], end: DayEnd): Promise<void> {
  const fact = deps.record.of(visits[1]?.externalId ?? '');
  if (fact?.state === 'booked') await move(deps, fact, instantOf(fact.zone, 'wed', '09:30'), end);
}
