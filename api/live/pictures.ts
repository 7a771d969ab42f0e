import type { EngineDeps } from '../../engine/deps.ts';
import { listCampaigns } from '../../engine/reading/campaigns.ts';
import { failureTotals } from '../../engine/reading/failure-totals.ts';
import { campaignProgress } from '../../engine/reading/progress.ts';
import { readNowMs } from '../../engine/read-now.ts';
import type { SystemHealth } from '../../engine/reading/system/system-health.ts';
import { showRetry } from '../../engine/retrying/show-retry.ts';
import type { TopicFeedOptions } from './topic-feed.ts';
import type { Topic } from './topics.ts';

export type Picture = Pick<TopicFeedOptions, 'compute' | 'pollMs' | 'gapMs'>;
/** How a topic is drawn; undefined = it has events only. */
export type PictureOf = (topic: Topic) => Picture | undefined;

/** Campaigns that a list shows first. */
const NEWEST = 100;

/** The pictures of all topics: the very answers of the routes that pages read first. */
export function createPictures(deps: Pick<EngineDeps, 'readDb'>, readSystem: () => Promise<SystemHealth>): PictureOf {
  const at = async (): Promise<string> => new Date(await readNowMs(deps.readDb)).toISOString();
  // Says only that there is something new: these lists have filters and pages of their own.
  const hint = (gapMs: number): Picture => ({ compute: async () => ({ at: await at() }), pollMs: Infinity, gapMs });
  return ({ kind, id }) => {
    switch (kind) {
      case 'campaign':
        return { compute: () => campaignProgress(deps, { campaignId: id }), pollMs: 5_000 };
      case 'campaigns':
        return {
          compute: async () => ({ items: (await listCampaigns(deps, { limit: NEWEST })).items, at: await at() }),
          pollMs: 10_000,
          gapMs: 500,
        };
      case 'failures':
        return {
          compute: async () => ({ totals: await failureTotals(deps), at: await at() }),
          pollMs: 15_000,
          gapMs: 1_000,
        };
      case 'credits':
        // Every call that begins or ends moves credit, and whoever looks reads balances and lines.
        return hint(2_000);
      case 'suppressions':
      case 'imports':
      case 'reviews':
        return hint(1_000);
      case 'reminders':
        return { compute: async () => ({ programmeId: id, at: await at() }), pollMs: Infinity, gapMs: 1_000 };
      case 'test':
        return { compute: async () => ({ testId: id, at: await at() }), pollMs: Infinity };
      case 'retry':
        return { compute: () => showRetry(deps, { retryId: id }), pollMs: 5_000 };
      case 'system':
        // That a worker fell silent is told by nobody.
        return { compute: readSystem, pollMs: 2_000, gapMs: 500 };
      case 'events':
        return undefined;
    }
  };
}
