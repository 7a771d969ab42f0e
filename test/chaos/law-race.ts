import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { firstRow, rows } from '../../db/rows.ts';
import { registerCallbacks } from '../../engine/accounts/register-callbacks.ts';
import { cancelCampaign } from '../../engine/campaigns/cancel.ts';
import type { Installation } from '../e2e/installation.ts';
import { seedCampaign, type Seeded, type SeedOptions } from '../support/seed.ts';
import type { WorkerProcess } from '../support/worker-process.ts';

/** What the law allows between the answer of a request that stops and the last request that begins. */
const MAY_STILL_BEGIN_MS = 1_000;
/** The judge stamps the arrival of the head: from the deadline's check to there is a write, on a machine at its limit. */
const ON_THE_WIRE_MS = 250;
/** How long the sender stands still: past the gate's deadline. */
const FROZEN_MS = 2_200;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** When the sender stands still, beside the request that stops. */
export const FREEZES = ['never', 'before the request', 'at its answer'] as const;
export type Freeze = (typeof FREEZES)[number];

/** Somebody whom a request is about to stop. */
export interface Person {
  phone: number;
  /** Stands at the gate or behind it, and nothing is known of what it came to. */
  underWay: boolean;
  /** The last attempt of theirs that was over; null = none. */
  spokenInId: string | null;
}

/** A campaign at work that is in the middle of dialing: calls out, calls at the gate, calls due. */
export async function dialing(house: Installation, options: Omit<SeedOptions, 'world'>): Promise<Seeded> {
  const { deps, test, judge, simulatorUrl: url } = house;
  const seeded = await seedCampaign(deps, test, {
    ...options,
    settings: { maxAttempts: 1, pacePerSecond: 80, ...options.settings },
    world: { url, judge, provider: 'agentnumber' },
  });
  await registerCallbacks(deps, { accountId: seeded.accountId, publicUrl: house.api.url, actor: 'test' });
  return seeded;
}

export async function untilSent(house: Installation, { runId }: Seeded, count: number): Promise<void> {
  for (let tries = 0; tries < 1_500; tries++) {
    const sent = await firstRow<{ n: number }>(
      house.test.db,
      sql`select count(*)::int as n from attempts where run_id = ${runId} and sent_at is not null`,
    );
    if ((sent?.n ?? 0) >= count) return;
    await pause(20);
  }
  throw new Error(`the campaign did not come to ${count} calls`);
}

/** Who is at the gate now, and who is due next; `spoken`: only those whom an earlier call has reached. */
export const nextPeople = (
  house: Installation,
  { runId }: Seeded,
  { spoken = false, without }: { spoken?: boolean; without: Iterable<number> },
): Promise<Person[]> =>
  rows<Person>(
    house.test.db,
    sql`with next as (
          select contact_id, true as at_gate, created_at as at from attempts where run_id = ${runId} and state in ('INTENT', 'SENDING')
          union all
          select contact_id, false, try_at from due where run_id = ${runId}
        )
        select c.phone, n.at_gate as "underWay", s.id as "spokenInId" from next n join contacts c on c.id = n.contact_id
          left join lateral (
            select a.id from attempts a where a.contact_id = n.contact_id and a.state in ('ENDED', 'DISPOSED') order by a.id desc limit 1
          ) s on true
        where (s.id is not null or not ${spoken}) and c.phone <> all(${sql.param([...without])}::bigint[])
        order by n.at_gate desc, n.at, c.id limit 100`,
  );

/**
 * Freezes the worker as told, around the request; answers when the request was answered. A frozen worker goes on
 * afterwards with whatever it had in hand.
 */
export async function stopWhile<Answer>(
  worker: WorkerProcess,
  freeze: Freeze,
  request: () => Promise<Answer>,
): Promise<{ answer: Answer; answeredAtMs: number }> {
  if (freeze === 'before the request') worker.freeze();
  try {
    const answer = await request();
    const answeredAtMs = Date.now();
    if (freeze === 'at its answer') worker.freeze();
    await pause(FROZEN_MS);
    return { answer, answeredAtMs };
  } finally {
    worker.thaw();
  }
}

/** One call or text as the judge saw it come. */
export interface Arrival {
  phone: number;
  attemptId: string;
  atMs: number;
}

export async function arrivals(house: Installation): Promise<Arrival[]> {
  const found: Arrival[] = [];
  for await (const dial of house.judge.dials()) {
    found.push({ phone: Number(dial.to.slice(1)), attemptId: dial.attemptId ?? '', atMs: dial.receivedAtMs });
  }
  return found;
}

/**
 * Nothing began later than the law allows after the answer that forbade it. `forbiddenFromMs`: undefined = it never was.
 */
export function expectLawful(
  came: readonly Arrival[],
  forbiddenFromMs: (arrival: Arrival) => number | undefined,
): void {
  const late = came
    .map((arrival) => ({ ...arrival, lateMs: arrival.atMs - (forbiddenFromMs(arrival) ?? Infinity) }))
    .filter(({ lateMs }) => lateMs >= MAY_STILL_BEGIN_MS + ON_THE_WIRE_MS);
  expect(late).toEqual([]);
}

/** Resolves when people whom nothing stops are dialled again after the instant. */
export async function untilOthersAfter(
  house: Installation,
  instantMs: number,
  stopped: { has: (phone: number) => boolean },
): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const came = await arrivals(house);
    if (came.some(({ phone, atMs }) => atMs > instantMs && !stopped.has(phone))) return;
    await pause(100);
  }
  throw new Error('nobody else was dialled any more');
}

/** How many attempts passed the gate and never came to the provider: the freeze caught them between the two. */
export async function caughtBetween(house: Installation, { runId }: Seeded): Promise<number> {
  const found = await firstRow<{ n: number }>(
    house.test.db,
    sql`select count(*)::int as n from attempts where run_id = ${runId} and state = 'VOID' and gated_at is not null`,
  );
  return found?.n ?? 0;
}

/**
 * Ends the campaign and compares the ledger with the judge's own count. What a killed worker was sending is looked for
 * for more than a minute before it is parked.
 */
export async function endLawfully(house: Installation, seeded: Seeded): Promise<void> {
  await cancelCampaign(house.deps, { campaignId: seeded.campaignId, actor: 'test' });
  for (let tries = 0; tries < 1_200; tries++) {
    const living = await firstRow<{ n: number }>(
      house.test.db,
      sql`select (select count(*) from open_attempts where run_id = ${seeded.runId})::int
            + (select count(*) from contact_states where run_id = ${seeded.runId} and state in ('ready', 'waiting', 'in_flight'))::int as n`,
    );
    if (living?.n === 0) {
      await house.expectLawful();
      return;
    }
    await pause(100);
  }
  throw new Error('the campaign did not end');
}
