import type { Bench } from '../open-bench.ts';
import type { Filled } from './fill-campaign.ts';
import { goUntilUseful, type Pages } from './open-pages.ts';
import { quantile, rounded } from './quantile.ts';

export interface FirstPaint {
  medianMs: number;
  worstMs: number;
}

const TIMES = 7;

/** From the start of the navigation to the frame with the numbers, in a window with empty caches each time. */
export async function firstPaint(
  { stack }: Bench,
  pages: Pages,
  { campaignId }: Filled,
): Promise<Record<'campaign' | 'failures' | 'contacts', FirstPaint>> {
  const time = async (path: string): Promise<FirstPaint> => {
    const tookMs: number[] = [];
    for (let time = -1; time < TIMES; time++) {
      const window = await pages.openWindow();
      const ms = await goUntilUseful(await window.newPage(), stack.apiUrl + path);
      // The first one warms the server up.
      if (time >= 0) tookMs.push(ms);
      await window.close();
    }
    return { medianMs: rounded(quantile(tookMs, 0.5)), worstMs: rounded(quantile(tookMs, 1)) };
  };
  return {
    campaign: await time(`/campaigns/${campaignId}`),
    failures: await time('/failures'),
    contacts: await time(`/campaigns/${campaignId}/contacts`),
  };
}
