import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../open-bench.ts';
import type { Filled } from './fill-campaign.ts';
import { ask, goUntilUseful, type Pages } from './open-pages.ts';
import { rounded } from './quantile.ts';

export interface ScrollFigures {
  /** Longest time in which frames lacked a row that was in sight. */
  rowsBlankMaxMs: number;
  blankFrames: number;
  /** The same as bad as it can have been, had the browser scrolled on between two frames of the page. */
  rowsBehindMaxMs: number;
  frames: number;
  longestFrameMs: number;
  rowsScrolled: number;
  rowsASecond: number;
  /** Longest wait at the end of what is loaded, while more is on its way. */
  waitedForMoreMaxMs: number;
}

/** As in-page.js counts it. */
type Seen = Record<
  'blankMaxMs' | 'blankFrames' | 'behindMaxMs' | 'frames' | 'longestFrameMs' | 'rows' | 'atEndMaxMs',
  number
>;

/** 125 rows a second: a page of the list in less than one. */
const SPEED_PX = 5_000;
/** A gesture is so long; between two of them a hand rests as long as it takes to begin the next. */
const GESTURE_SECONDS = 3;
const GESTURES = 5;

/** Scrolls fast through the contacts of the campaign, page after page, and looks at every frame. */
export async function scrollRows({ stack }: Bench, pages: Pages, { campaignId }: Filled): Promise<ScrollFigures> {
  const window = await pages.openWindow();
  const page = await window.newPage();
  await goUntilUseful(page, `${stack.apiUrl}/campaigns/${campaignId}/contacts`);
  await sleep(2_000);
  // The page around it is higher than the window.
  await page.evaluate(`document.querySelector('[role=grid]').scrollIntoView({ block: 'center' })`);
  const table = await page.getByRole('grid').boundingBox();
  if (!table) throw new Error('no table');
  const cdp = await window.newCDPSession(page);
  await page.evaluate('window.bench.watchRows()');
  const startedAtMs = performance.now();
  for (let gesture = 0; gesture < GESTURES; gesture++) {
    await cdp.send('Input.synthesizeScrollGesture', {
      x: table.x + table.width / 2,
      y: table.y + table.height / 2,
      yDistance: -SPEED_PX * GESTURE_SECONDS,
      speed: SPEED_PX,
      gestureSourceType: 'mouse',
    });
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await sleep(500);
  const seen = await ask<Seen>(page, '(window.bench.rows.isOn = false, window.bench.rows)');
  await window.close();
  return {
    rowsBlankMaxMs: rounded(seen.blankMaxMs),
    blankFrames: seen.blankFrames,
    rowsBehindMaxMs: rounded(seen.behindMaxMs),
    frames: seen.frames,
    longestFrameMs: rounded(seen.longestFrameMs),
    rowsScrolled: seen.rows,
    rowsASecond: rounded(seen.rows / seconds),
    waitedForMoreMaxMs: rounded(seen.atEndMaxMs),
  };
}
