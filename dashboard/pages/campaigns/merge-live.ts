import type { Campaign } from './queries.ts';
import type { CampaignListSearch } from './search.ts';

/**
 * The list as it was fetched, each row with what the stream last said of it. Campaigns that only the stream knows come
 * first, where the list is one of all, newest first: they wait behind the pill until somebody lets them in. Pure.
 */
export function mergeLive(
  listed: readonly Campaign[],
  live: readonly Campaign[],
  { state, q, sort, direction }: CampaignListSearch,
): Campaign[] {
  const fresh = new Map(live.map((campaign) => [campaign.id, campaign]));
  const rows = listed.map((campaign) => fresh.get(campaign.id) ?? campaign);
  if (q !== undefined || (sort !== undefined && sort !== 'created') || direction === 'asc') return rows;
  const known = new Set(listed.map(({ id }) => id));
  const newest = listed[0]?.id ?? '';
  const came = live.filter(
    ({ id, state: of }) => !known.has(id) && id > newest && (state === undefined || state.includes(of)),
  );
  return [...came, ...rows];
}
