import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRow, rows } from '../db/rows.ts';
import { createKey } from '../engine/access/create-key.ts';
import { registerCallbacks } from '../engine/accounts/register-callbacks.ts';
import { auditLedger } from '../engine/auditing/audit-ledger.ts';
import { launchCampaign } from '../engine/campaigns/launch.ts';
import { createSimulatorClient } from '../simulator/client.ts';
import { seedProgramme } from '../test/support/seed-programme.ts';
import { seedCampaign } from '../test/support/seed.ts';
import { openBench, type Bench } from './open-bench.ts';
import { bookerOf, type Booker } from './reminders/book-over-http.ts';
import { naiveLateness } from './reminders/naive.ts';

const DEFAULT_PENDING = 100_000;
const SINGLE_BOOKINGS = 2_000;
const DIALS = 3_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LEAD_MS = 15_000;
const LONGEST_MS = 120_000;

interface Lateness {
  due: number;
  latenessP50Ms: number;
  latenessP99Ms: number;
  latenessMaxMs: number;
  early: number;
  /** What the dial rate of this very run needs for so many. */
  dialRateNeedsMs: number;
}

/**
 * Reminders on time: how late those of one second leave while 100,000 others wait, beside what the dial rate of the same
 * run needs for so many, and beside workflows with timers of their own; and how fast appointments are booked over HTTP.
 */
export async function benchReminders(args: readonly string[], say: (line: string) => void): Promise<object> {
  const pending = Number(args[args.indexOf('--pending') + 1] ?? Number.NaN) || DEFAULT_PENDING;
  const bench = await openBench({ speed: 100, distribution: 'answer', say });
  try {
    const { deps, test, stack } = bench;
    const judge = createSimulatorClient(stack.simulatorUrl);
    const world = { url: stack.simulatorUrl, judge, provider: 'agentnumber' as const };
    const programme = await seedProgramme(deps, test, {
      world,
      topUpMicros: 100_000_000_000,
      steps: ['24h:sms', '2h:sms'],
      text: 'See you {{ appointment_day }} at {{ appointment_time }}, {{ name }}.',
    });
    await registerCallbacks(deps, { accountId: programme.accountId, publicUrl: stack.apiUrl, actor: 'bench' });
    const { key } = await createKey(deps, { name: 'bench', scopes: ['read', 'campaigns:write'], actor: 'bench' });
    const booker = bookerOf(stack.apiUrl, key, programme.programmeId);

    // Two steps each, days away.
    const appointments = Math.ceil(pending / 2);
    const later = (place: number): number => Date.now() + 3 * DAY_MS + place * 10_000;
    await booker.bulk(1_000, later);
    const bulkSeconds = await secondsOf(() => booker.bulk(appointments - 1_000, later));
    say(`booked in bulks: ${((appointments - 1_000) / bulkSeconds).toFixed(0)}/s`);
    const singleSeconds = await secondsOf(() => booker.single(SINGLE_BOOKINGS, later));
    say(`booked one by one: ${(SINGLE_BOOKINGS / singleSeconds).toFixed(0)}/s`);
    await stack.adminDb.execute(sql`vacuum analyze`);

    const dialsPerSecond = await dialRate(bench, world);
    say(`dial rate of this run: ${dialsPerSecond.toFixed(0)}/s`);
    const at300 = await lateness(bench, booker, programme.runId, 300, dialsPerSecond);
    say(`300 due: p99 ${at300.latenessP99Ms} ms late`);
    const at1000 = await lateness(bench, booker, programme.runId, 1_000, dialsPerSecond);
    say(`1,000 due: p99 ${at1000.latenessP99Ms} ms late`);
    const naive = await naiveLateness(stack.temporalAddress, 300);
    const naiveP99Ms = quantile(naive, 0.99);
    say(`300 workflows with timers: p99 ${naiveP99Ms} ms late`);
    const offences = (await auditLedger({ readDb: stack.readDb })).filter((result) => !result.ok);
    return {
      pending,
      ...at300,
      bulkBookingsPerSecond: Math.round((appointments - 1_000) / bulkSeconds),
      singleBookingsPerSecond: Math.round(SINGLE_BOOKINGS / singleSeconds),
      ratioToNaive: Number((at300.latenessP99Ms / naiveP99Ms).toFixed(3)),
      dialsPerSecond: Math.round(dialsPerSecond),
      at1000,
      naive: {
        pending: 300,
        latenessP50Ms: quantile(naive, 0.5),
        latenessP99Ms: naiveP99Ms,
        latenessMaxMs: quantile(naive, 1),
      },
      offences: offences.map(({ name, count }) => `${name}: ${count}`),
    };
  } finally {
    await bench.close();
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1_000;
}

/** Texts of a plain campaign per second: what any send costs here, whoever plans it. */
async function dialRate(
  { deps, test, stack, untilCompleted }: Bench,
  world: Parameters<typeof seedCampaign>[2]['world'],
): Promise<number> {
  const seeded = await seedCampaign(deps, test, {
    contacts: DIALS,
    channel: 'sms',
    launch: false,
    topUpMicros: 100_000_000_000,
    settings: { maxAttempts: 1 },
    ...(world ? { world } : {}),
  });
  await launchCampaign(deps, { campaignId: seeded.campaignId, actor: 'bench' });
  await untilCompleted(seeded.runId);
  const span = await firstRow<{ seconds: number }>(
    stack.readDb,
    sql`select extract(epoch from max(sent_at) - min(sent_at))::double precision as seconds from attempts where run_id = ${seeded.runId}`,
  );
  return DIALS / (span?.seconds ?? Number.NaN);
}

/** Books so many whose step before the last comes due in the same second, and waits until all have left. */
async function lateness(
  { stack }: Bench,
  booker: Booker,
  runId: string,
  due: number,
  dialsPerSecond: number,
): Promise<Lateness> {
  const dueAtMs = Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000;
  await booker.bulk(due, () => dueAtMs + 2 * HOUR_MS);
  const sent = async (): Promise<number[]> =>
    (
      await rows<{ late: number }>(
        stack.readDb,
        sql`select to_ms(sent_at) - to_ms(due_at) as late from attempts
            where run_id = ${runId} and due_at = from_ms(${dueAtMs}::double precision) and sent_at is not null`,
      )
    ).map(({ late }) => Math.round(late));
  for (const endsAtMs = dueAtMs + LONGEST_MS; Date.now() < endsAtMs; await sleep(500)) {
    const late = await sent();
    if (late.length < due) continue;
    return {
      due,
      latenessP50Ms: quantile(late, 0.5),
      latenessP99Ms: quantile(late, 0.99),
      latenessMaxMs: quantile(late, 1),
      early: late.filter((ms) => ms < 0).length,
      dialRateNeedsMs: Math.round((due / dialsPerSecond) * 1_000),
    };
  }
  throw new Error(`${(await sent()).length} of ${due} reminders left in time`);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
