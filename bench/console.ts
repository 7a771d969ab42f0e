import { sql } from 'drizzle-orm';
import { loadavg } from 'node:os';
import { ensureDashboardBuilt } from '../dev/dashboard/ensure-built.ts';
import { createKey } from '../engine/access/create-key.ts';
import { registerCallbacks } from '../engine/accounts/register-callbacks.ts';
import { launchCampaign } from '../engine/campaigns/launch.ts';
import { createSimulatorClient } from '../simulator/client.ts';
import { eventToPixel, EVENTS_A_SECOND } from './console/event-to-pixel.ts';
import { fillCampaign } from './console/fill-campaign.ts';
import { firstPaint } from './console/first-paint.ts';
import { openPages, untilCounted } from './console/open-pages.ts';
import { pageHeap } from './console/page-heap.ts';
import { pressPause } from './console/press-pause.ts';
import { readLists } from './console/read-lists.ts';
import { scrollRows } from './console/scroll-rows.ts';
import { openBench, type Bench } from './open-bench.ts';

const DEFAULT_ATTEMPTS = 1_000_000;
/** Of which an hour is made; more only lets the machine rest in between. */
const DEFAULT_MINUTES = 3;
const PIXEL_SECONDS = 60;

/**
 * What operators feel of the console over a campaign of a million attempts: how long groups and pages take, how old a
 * number is when it is seen, what still leaves after a press of Pause, and whether a page that stays open grows.
 */
export async function benchConsole(args: readonly string[], say: (line: string) => void): Promise<object> {
  const attempts = numberOf(args, '--attempts') ?? DEFAULT_ATTEMPTS;
  const minutes = numberOf(args, '--minutes') ?? DEFAULT_MINUTES;
  const startedAtMs = performance.now();
  const load = [loadOfMachine()];
  await ensureDashboardBuilt({ log: say });
  const bench = await openBench({ speed: 100, distribution: 'mixed', say });
  try {
    const { stack, deps } = bench;
    const judge = createSimulatorClient(stack.simulatorUrl);
    const filled = await stampCommits(bench, () =>
      fillCampaign(bench, judge, { attempts, inFlight: EVENTS_A_SECOND * (PIXEL_SECONDS + 1) }, say),
    );
    await registerCallbacks(deps, { accountId: filled.accountId, publicUrl: stack.apiUrl, actor: 'bench' });
    await launchCampaign(deps, { campaignId: filled.campaignId, actor: 'bench' });
    await untilCounted(bench);
    say(`filled after ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);

    const { key } = await createKey(deps, { name: 'bench', scopes: ['admin'], actor: 'bench' });
    const lists = await readLists(bench, key, filled);
    say(`groups: ${JSON.stringify(lists.groups)}, one group: ${JSON.stringify(lists.group)}`);
    const pages = await openPages(bench);
    try {
      const paint = await firstPaint(bench, pages, filled);
      say(`first useful paint: ${JSON.stringify(paint)}`);
      const scroll = await scrollRows(bench, pages, filled);
      say(`scrolled: ${JSON.stringify(scroll)}`);
      const pixel = await eventToPixel(bench, pages, filled, PIXEL_SECONDS);
      say(`event to pixel: ${JSON.stringify(pixel)}`);
      load.push(loadOfMachine());
      const heap = await pageHeap(bench, pages, filled, minutes);
      say(`heap of the page: ${JSON.stringify(heap)}`);
      const pause = await pressPause(bench, pages, judge);
      say(`pause: ${JSON.stringify(pause)}`);
      load.push(loadOfMachine());
      return {
        attempts,
        failures: filled.failures,
        groupsMs: lists.groups.p95Ms,
        firstPaintMs: Math.max(...Object.values(paint).map(({ medianMs }) => medianMs)),
        eventToPixelP99Ms: pixel.p99Ms,
        pauseToLastDialMs: pause.lastDialMs,
        pageHeapGrowthMb: heap.growthMb,
        rowsBlankMaxMs: scroll.rowsBlankMaxMs,
        lists,
        paint,
        pixel,
        pause,
        heap,
        scroll,
        minutesTaken: Number(((performance.now() - startedAtMs) / 60_000).toFixed(1)),
        load,
      };
    } finally {
      await pages.close();
    }
  } finally {
    await bench.close();
  }
}

/**
 * Fills while nothing else runs, and starts Postgres anew so that it keeps the time of each commit: from then on the
 * age of a number on a page can be told.
 */
async function stampCommits<Result>({ stack }: Bench, fill: () => Promise<Result>): Promise<Result> {
  const { postgres, api, worker } = stack.processes;
  await Promise.all([api.stop(), worker.stop()]);
  await stack.adminDb.execute(sql`alter system set track_commit_timestamp = on`);
  await postgres?.stop();
  await postgres?.start();
  const filled = await fill();
  await stack.adminDb.execute(sql`vacuum analyze`);
  await Promise.all([api.start(), worker.start()]);
  return filled;
}

function numberOf(args: readonly string[], name: string): number | undefined {
  const at = args.indexOf(name);
  const value = Number(args[at + 1]);
  return at >= 0 && value > 0 ? value : undefined;
}

const loadOfMachine = (): number => Number((loadavg()[0] ?? 0).toFixed(1));
