import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../../db/rows.ts';
import type { Fact } from '../../domain/fact.ts';
import { createInbox } from '../../engine/folding/inbox.ts';
import type { Bench } from '../open-bench.ts';
import type { Filled } from './fill-campaign.ts';
import { ask, goUntilUseful, type Pages } from './open-pages.ts';
import { quantile, rounded } from './quantile.ts';

export const EVENTS_A_SECOND = 200;
const TICK_MS = 50;
const SETTLE_MS = 4_000;
const LAST_PIXELS_MS = 5_000;
const OUTCOMES = ['answered', 'answered', 'answered', 'no_answer', 'busy', 'not_connected'] as const;

export interface PixelFigures {
  events: number;
  /** Told while it was measured; less than asked for where the machine is too busy. */
  eventsASecond: number;
  folds: number;
  /** From the commit of the fold to the frame with the number. */
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** The same from the moment that the callback was written into the inbox. */
  fromCallback: { p50Ms: number; p99Ms: number };
  /** Pictures of the counter that the page showed. */
  pictures: number;
}

/**
 * Tells of the ends of calls at a steady rate, through the inbox and the worker's fold, and looks when the page's own
 * counter has them: people end one after another, so the k-th of them is in sight when the counter says k.
 */
export async function eventToPixel(bench: Bench, pages: Pages, filled: Filled, seconds: number): Promise<PixelFigures> {
  const { stack, deps } = bench;
  const window = await pages.openWindow();
  const page = await window.newPage();
  await goUntilUseful(page, `${stack.apiUrl}/campaigns/${filled.campaignId}`);
  await sleep(SETTLE_MS);
  const before = await ask<number>(page, 'window.bench.readCounter()');
  await page.evaluate('window.bench.keepsStamps = true');

  const inbox = createInbox({ db: deps.db });
  const attempts = filled.inFlight.slice(0, EVENTS_A_SECOND * seconds);
  const startedAtMs = performance.now();
  let told = 0;
  const failed: unknown[] = [];
  while (told < attempts.length) {
    const due = Math.min(attempts.length, Math.ceil(((performance.now() - startedAtMs) / 1_000) * EVENTS_A_SECOND));
    for (; told < due; told++) {
      const fact = endOf(attempts[told] ?? '', told);
      const written = inbox.receive([
        { accountId: filled.accountId, source: 'webhook', dedupeKey: `bench:${told}`, fact },
      ]);
      written.catch((error: unknown) => failed.push(error));
    }
    await sleep(TICK_MS);
  }
  const tookSeconds = (performance.now() - startedAtMs) / 1_000;
  await sleep(LAST_PIXELS_MS);
  if (failed.length > 0) throw new Error(`${failed.length} facts were not taken: ${String(failed[0])}`);
  const shown = await ask<[number, number][]>(page, 'window.bench.counted');
  await window.close();
  return { ...(await latencies(bench, shown, before)), eventsASecond: rounded(told / tookSeconds) };
}

function endOf(attemptId: string, place: number): Fact {
  const outcome = OUTCOMES[place % OUTCOMES.length] ?? 'answered';
  const talk = outcome === 'answered' ? { talkSeconds: 30 } : {};
  return { kind: 'ended', attemptId, outcome, providerReason: outcome, ...talk };
}

async function latencies(
  { stack }: Bench,
  shown: readonly [atMs: number, count: number][],
  before: number,
): Promise<Omit<PixelFigures, 'eventsASecond'>> {
  const events = await rows<{ receivedMs: number; committedMs: number }>(
    stack.adminDb,
    sql`select to_ms(e.received_at) as "receivedMs", to_ms(pg_xact_commit_timestamp(s.xmin)) as "committedMs"
        from provider_events e join attempts a on a.id = e.attempt_id join contact_states s on s.contact_id = a.contact_id
        where e.dedupe_key like 'bench:%' order by 2`,
  );
  // What one commit brought is in sight together, when all of it is.
  const upTo = new Map<number, number>();
  for (const [place, { committedMs }] of events.entries()) upTo.set(committedMs, before + place + 1);
  const fromFold: number[] = [];
  const fromCallback: number[] = [];
  for (const { receivedMs, committedMs } of events) {
    const wanted = upTo.get(committedMs) ?? Infinity;
    const seen = shown.find(([, count]) => count >= wanted);
    if (!seen) throw new Error(`the page never showed ${wanted}: it ended at ${shown.at(-1)?.[1]}`);
    fromFold.push(seen[0] - committedMs);
    fromCallback.push(seen[0] - receivedMs);
  }
  return {
    events: events.length,
    folds: upTo.size,
    p50Ms: rounded(quantile(fromFold, 0.5)),
    p99Ms: rounded(quantile(fromFold, 0.99)),
    maxMs: rounded(quantile(fromFold, 1)),
    fromCallback: { p50Ms: rounded(quantile(fromCallback, 0.5)), p99Ms: rounded(quantile(fromCallback, 0.99)) },
    pictures: shown.length,
  };
}
