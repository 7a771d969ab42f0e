import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { firstRow } from '../../db/rows.ts';
import type { Bench } from '../open-bench.ts';
import { EVENTS_A_SECOND } from './event-to-pixel.ts';
import type { Filled } from './fill-campaign.ts';
import { ask, goUntilUseful, type Pages } from './open-pages.ts';
import { rounded } from './quantile.ts';

const HOUR_SECONDS = 3_600;
const HOUR_EVENTS = EVENTS_A_SECOND * HOUR_SECONDS;
/** As often as a busy fold commits. */
const COMMITS_A_SECOND = 8;
/** People whose states change to and fro, at most. */
const MOST_CHANGING = 40_000;
/** Filled caches and compiled code are no growth. */
const WARM_UP_SECONDS = 15;

export interface HeapSample {
  heapMb: number;
  domNodes: number;
  listeners: number;
}

export interface HeapFigures {
  growthMb: number;
  growthSecondHalfMb: number;
  start: HeapSample;
  middle: HeapSample;
  end: HeapSample;
  events: number;
  /** Pictures of the campaign that the page was given, and how many of them it showed. */
  pictures: number;
  shown: number;
  /** So many times faster than the clock. */
  factor: number;
  minutes: number;
}

/**
 * An hour of a campaign at 200 events a second with its page open, in `minutes`: changes are made in the tables, whose
 * triggers tell of them, and the page's own time runs faster by the same factor (time-lapse.js).
 */
export async function pageHeap(bench: Bench, pages: Pages, filled: Filled, minutes: number): Promise<HeapFigures> {
  const seconds = minutes * 60;
  const factor = HOUR_SECONDS / seconds;
  const window = await pages.openWindow({ factor: Math.round(factor) });
  const page = await window.newPage();
  await goUntilUseful(page, `${bench.stack.apiUrl}/campaigns/${filled.campaignId}`);
  const changes = changesOf(bench, filled, Math.ceil(HOUR_EVENTS / seconds / COMMITS_A_SECOND));
  await changes.during(WARM_UP_SECONDS);
  await page.evaluate('window.bench.pictures = window.bench.paints = 0');
  const start = await sample(page);
  const eventsBefore = changes.made();
  await changes.during(seconds / 2);
  const middle = await sample(page);
  await changes.during(seconds / 2);
  const end = await sample(page);
  const { pictures, paints } = await ask<{ pictures: number; paints: number }>(
    page,
    '({ pictures: window.bench.pictures, paints: window.bench.paints })',
  );
  await window.close();
  return {
    growthMb: rounded(end.heapMb - start.heapMb, 2),
    growthSecondHalfMb: rounded(end.heapMb - middle.heapMb, 2),
    start,
    middle,
    end,
    events: changes.made() - eventsBefore,
    pictures,
    shown: paints,
    factor: rounded(factor, 1),
    minutes,
  };
}

async function sample(page: Page): Promise<HeapSample> {
  const cdp = await page.context().newCDPSession(page);
  // What only weak references or a finaliser hold goes in the second round.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  await cdp.detach();
  return { heapMb: rounded(usedSize / 1_048_576, 2), domNodes: nodes, listeners: jsEventListeners };
}

/** Commits of so many ends each: real rows of people, and what a fold writes beside them in counts of attempts. */
function changesOf({ stack }: Bench, { runId, firstContactId, attempts }: Filled, batch: number) {
  const changing = Math.min(MOST_CHANGING, Math.floor(attempts / 2));
  let from = 0;
  let made = 0;
  const states = ['in_flight', 'exhausted', 'in_flight', 'reached'] as const;
  const commit = async (): Promise<void> => {
    const state = states[Math.floor(from / changing) % states.length] ?? 'reached';
    const first = firstContactId + (from % changing);
    const failed = state === 'exhausted' ? 'no_answer' : null;
    await stack.adminDb.transaction(async (tx) => {
      const changed = await firstRow<{ n: number }>(
        tx,
        sql`with changed as (
              update contact_states set state = ${state}, last_outcome = ${failed ?? 'answered'}, last_cause = ${failed}
              where contact_id between ${first} and ${first + batch - 1} and run_id = ${runId} returning contact_id
            ) select count(*)::int as n from changed`,
      );
      const n = changed?.n ?? 0;
      made += n;
      await tx.execute(sql`
        insert into count_deltas (run_id, what, key, value, n, micros, first_at, last_at)
        select ${runId}::uuid, what, key, value, n, micros, outdial_now(), outdial_now()
        from (values ('attempt', 'DISPOSED', ${failed ?? 'answered'}, ${n}::bigint, ${n * 1_000}::bigint),
            ('ended', to_char(date_bin('5 minutes', outdial_now(), '2000-01-01Z') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'),
              ${failed ?? 'answered'}, ${n}, ${n * 1_000}),
            ('failure', 'no_answer', 'all', ${failed === null ? 0 : n}, 0)) as d (what, key, value, n, micros)`);
    });
    from += batch;
  };
  return {
    made: () => made,
    /** As many as fit the rate: what was late is made up for. */
    during: async (seconds: number): Promise<void> => {
      const startedAtMs = performance.now();
      for (let commits = 0; ; commits++) {
        const waitMs = startedAtMs + (commits * 1_000) / COMMITS_A_SECOND - performance.now();
        if (commits >= seconds * COMMITS_A_SECOND) break;
        if (waitMs > 0) await sleep(waitMs);
        await commit();
      }
    },
  };
}
