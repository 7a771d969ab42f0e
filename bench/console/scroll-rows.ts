import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../open-bench.ts';
import type { Filled } from './fill-campaign.ts';
import { ask, goUntilUseful, type Pages } from './open-pages.ts';
import { rounded } from './quantile.ts';

export interface ScrollFigures {
  /** Longest time in which a row in sight may not have been there. */
  rowsBlankMaxMs: number;
  blankFrames: number;
  frames: number;
  longestFrameMs: number;
  rowsScrolled: number;
  rowsASecond: number;
  /** Longest wait at the end of what is loaded, while more is on its way. */
  waitedForMoreMaxMs: number;
}

/** About a screen and a half of rows twice a second, by the wheel. */
const STEP_PX = 240;
const EVERY_MS = 40;
const SECONDS = 15;

/** Scrolls fast through the contacts of the campaign, page after page, and looks at every frame. */
export async function scrollRows({ stack }: Bench, pages: Pages, { campaignId }: Filled): Promise<ScrollFigures> {
  const window = await pages.openWindow();
  const page = await window.newPage();
  await goUntilUseful(page, `${stack.apiUrl}/campaigns/${campaignId}/contacts`);
  await sleep(2_000);
  const table = await page.getByRole('grid').boundingBox();
  if (!table) throw new Error('no table');
  await page.mouse.move(table.x + table.width / 2, table.y + table.height / 2);
  await page.evaluate('window.bench.watchRows()');
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < SECONDS * 1_000) {
    await page.mouse.wheel(0, STEP_PX);
    await sleep(EVERY_MS);
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await sleep(500);
  const seen = await ask<
    Record<'blankMaxMs' | 'blankFrames' | 'frames' | 'longestFrameMs' | 'rows' | 'atEndMaxMs', number>
  >(page, '(window.bench.rows.isOn = false, window.bench.rows)');
  await window.close();
  return {
    rowsBlankMaxMs: rounded(seen.blankMaxMs),
    blankFrames: seen.blankFrames,
    frames: seen.frames,
    longestFrameMs: rounded(seen.longestFrameMs),
    rowsScrolled: seen.rows,
    rowsASecond: rounded(seen.rows / seconds),
    waitedForMoreMaxMs: rounded(seen.atEndMaxMs),
  };
}
