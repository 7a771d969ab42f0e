import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRow } from '../../db/rows.ts';
import { launchCampaign } from '../../engine/campaigns/launch.ts';
import { updateSettings } from '../../engine/campaigns/update-settings.ts';
import { createSimulatorClient } from '../../simulator/client.ts';
import { ALWAYS, seedCampaign } from '../../test/support/seed.ts';
import { openBench, type Bench } from '../open-bench.ts';

const PER_SECOND = 100;
const ALONE_SECONDS = 15;
const LONGEST_MS = 300_000;
const DAY_MS = 86_400_000;

export interface ReplanCost {
  replanSeconds: number;
  /** Sends per second while it was going on, to those before. */
  sentRatio: number;
  moved: number;
}

/**
 * An edit of the hours of a campaign with `contacts` due rows in a running installation: how long until each row has
 * its new times, and what a campaign that dials 100 a second beside it feels of it.
 */
export async function measureReplan(contacts: number, say: (line: string) => void): Promise<ReplanCost> {
  const bench = await openBench({ speed: 100, distribution: 'mixed', say });
  try {
    const judge = createSimulatorClient(bench.stack.simulatorUrl);
    const world = { url: bench.stack.simulatorUrl, judge, provider: 'agentnumber' as const };
    const now = await firstRow<{ ms: number }>(bench.stack.readDb, sql`select to_ms(outdial_now()) as ms`);
    // Of no purpose for the dialing: it waits for a day to come.
    const waiting = await seedCampaign(bench.deps, bench.test, {
      contacts,
      placeKey: 'US-NY',
      topUpMicros: 1_000_000_000,
      settings: { purpose: 'informational', startsAtMs: (now?.ms ?? 0) + 3 * DAY_MS, expiresAfterSeconds: 20 * 86_400 },
      world,
    });
    await untilPlanned(bench, waiting.runId);
    say(`${contacts} due rows wait`);
    const dialing = await seedCampaign(bench.deps, bench.test, {
      contacts: PER_SECOND * (ALONE_SECONDS + 10 + LONGEST_MS / 1_000),
      launch: false,
      topUpMicros: 100_000_000_000,
      settings: { maxAttempts: 1, maxConcurrent: 10_000 },
      paces: [{ channel: 'call', maxCount: PER_SECOND, windowMs: 1_000 }],
      world,
    });
    await launchCampaign(bench.deps, { campaignId: dialing.campaignId, actor: 'bench' });
    // Its own contacts are planned, and the pages that a million new rows left behind are written.
    await untilPlanned(bench, dialing.runId);
    await sleep(8_000);
    const alone = await sentWhile(bench, dialing.runId, () => sleep(ALONE_SECONDS * 1_000));
    const weekly = Object.fromEntries(
      Object.keys(ALWAYS.weekly).map((day): [string, [string, string][]] => [day, [['09:30', '18:00']]]),
    );
    const beside = await sentWhile(bench, dialing.runId, async () => {
      await updateSettings(bench.deps, {
        campaignId: waiting.campaignId,
        change: { hours: { ...ALWAYS, weekly } },
        actor: 'bench',
      });
      await untilMoved(bench, waiting.runId, say);
    });
    say(`sent per second: ${alone.perSecond.toFixed(1)} alone, ${beside.perSecond.toFixed(1)} meanwhile`);
    const moved = await firstRow<{ count: number }>(
      bench.stack.readDb,
      sql`select count(*)::int as count from due where run_id = ${waiting.runId} and policy_version = 2`,
    );
    return {
      replanSeconds: Number(beside.seconds.toFixed(1)),
      sentRatio: Number((beside.perSecond / alone.perSecond).toFixed(3)),
      moved: moved?.count ?? 0,
    };
  } finally {
    await bench.close();
  }
}

async function untilPlanned({ stack }: Bench, runId: string): Promise<void> {
  for (const endsAtMs = performance.now() + LONGEST_MS; performance.now() < endsAtMs; await sleep(500)) {
    const ready = await firstRow<{ left: boolean }>(
      stack.adminDb,
      sql`select exists (select from contact_states where run_id = ${runId} and state = 'ready') as left`,
    );
    if (ready?.left === false) return;
  }
  throw new Error('the contacts were not planned in time');
}

async function untilMoved({ stack }: Bench, runId: string, say: (line: string) => void): Promise<void> {
  for (const endsAtMs = performance.now() + LONGEST_MS; performance.now() < endsAtMs; await sleep(250)) {
    const stale = await firstRow<{ left: boolean }>(
      stack.readDb,
      sql`select exists (select from due d join runs r on r.id = d.run_id
            where d.run_id = ${runId} and d.step = 0 and d.policy_version < r.policy_version) as left`,
    );
    if (stale?.left === false) return;
  }
  say('not every row was moved in time');
}

async function sentWhile(
  { stack }: Bench,
  runId: string,
  work: () => Promise<unknown>,
): Promise<{ seconds: number; perSecond: number }> {
  const startedAtMs = performance.now();
  const from = await firstRow<{ at: number }>(stack.readDb, sql`select to_ms(outdial_now()) as at`);
  await work();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const sent = await firstRow<{ count: number }>(
    stack.readDb,
    sql`select count(*)::int as count from attempts
        where run_id = ${runId} and sent_at between from_ms(${from?.at ?? 0}::double precision) and outdial_now()`,
  );
  return { seconds, perSecond: (sent?.count ?? 0) / seconds };
}
