import { sql } from 'drizzle-orm';
import { rows } from '../db/rows.ts';
import { createSimulatorClient } from '../simulator/client.ts';
import { seedCampaign } from '../test/support/seed.ts';
import { launchCampaign } from '../engine/campaigns/launch.ts';
import { openBench } from './open-bench.ts';

const RATES = [1, 5, 50, 500];
/** Sends per rate: enough for many windows, few enough for a minute in all. */
const SECONDS = 20;

/**
 * Holds a limit of N per second at 1, 5, 50 and 500: by send stamp, how many sliding windows of one second held more
 * than N (0 is the promise), and which share of the limit was used while there was work.
 */
export async function benchPace(_args: readonly string[], say: (line: string) => void): Promise<object> {
  const bench = await openBench({ speed: 200, distribution: 'mixed', say });
  try {
    const judge = createSimulatorClient(bench.stack.simulatorUrl);
    const results: object[] = [];
    for (const perSecond of RATES) {
      const seeded = await seedCampaign(bench.deps, bench.test, {
        contacts: perSecond * SECONDS,
        launch: false,
        topUpMicros: 100_000_000_000,
        settings: { maxAttempts: 1, maxConcurrent: 10_000 },
        paces: [{ channel: 'call', maxCount: perSecond, windowMs: 1_000 }],
        world: { url: bench.stack.simulatorUrl, judge, provider: 'agentnumber' },
      });
      await launchCampaign(bench.deps, { campaignId: seeded.campaignId, actor: 'bench' });
      await bench.untilCompleted(seeded.runId);
      const stamps = await rows<{ atMs: number }>(
        bench.stack.readDb,
        sql`select to_ms(sent_at) as "atMs" from attempts where run_id = ${seeded.runId} and sent_at is not null order by sent_at`,
      );
      const result = {
        perSecond,
        ...judgeStamps(
          stamps.map(({ atMs }) => atMs),
          perSecond,
        ),
      };
      say(JSON.stringify(result));
      results.push(result);
    }
    return { rates: results };
  } finally {
    await bench.close();
  }
}

/** Sliding windows of one second, one beginning at each send; the used share between the first and the last send. */
export function judgeStamps(
  stamps: readonly number[],
  perSecond: number,
): { sends: number; breaches: number; most: number; used: number } {
  let most = 0;
  let breaches = 0;
  let from = 0;
  for (let to = 0; to < stamps.length; to++) {
    while ((stamps[to] ?? 0) - (stamps[from] ?? 0) >= 1_000) from++;
    const inWindow = to - from + 1;
    most = Math.max(most, inWindow);
    if (inWindow > perSecond) breaches++;
  }
  const seconds = ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)) / 1_000;
  return { sends: stamps.length, breaches, most, used: Number(((stamps.length - 1) / seconds / perSecond).toFixed(3)) };
}
