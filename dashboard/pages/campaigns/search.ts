import { oneOf, someOf, text, type RawSearch } from '../../app/search.ts';
import { statesOf } from '../../format/status-words.ts';

export const RUN_STATES = ['draft', 'running', 'paused', 'cancelled', 'completed'] as const;
const SORTS = ['created', 'name', 'contacts', 'spent', 'launched'] as const;
const DIRECTIONS = ['asc', 'desc'] as const;

export interface CampaignListSearch {
  state?: (typeof RUN_STATES)[number][] | undefined;
  q?: string | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  direction?: (typeof DIRECTIONS)[number] | undefined;
}
export const campaignListSearch = (raw: RawSearch): CampaignListSearch => ({
  state: someOf(raw, 'state', RUN_STATES),
  q: text(raw, 'q'),
  sort: oneOf(raw, 'sort', SORTS),
  direction: oneOf(raw, 'direction', DIRECTIONS),
});

export interface CampaignOverviewSearch {
  /** A stretch of time that was marked in a chart. */
  from?: string | undefined;
  to?: string | undefined;
}
const instant = (raw: RawSearch, name: string): string | undefined => {
  const given = text(raw, name);
  return given === undefined || Number.isNaN(Date.parse(given)) ? undefined : given;
};
export const campaignOverviewSearch = (raw: RawSearch): CampaignOverviewSearch => ({
  from: instant(raw, 'from'),
  to: instant(raw, 'to'),
});

const CONTACT_SORTS = ['name', 'state', 'next', 'attempts', 'changed'] as const;

export interface CampaignContactsSearch extends CampaignOverviewSearch {
  state?: string[] | undefined;
  outcome?: string | undefined;
  q?: string | undefined;
  /** Absent = as in the list. */
  sort?: (typeof CONTACT_SORTS)[number] | undefined;
  direction?: 'desc' | undefined;
}
export const campaignContactsSearch = (raw: RawSearch): CampaignContactsSearch => ({
  state: someOf(raw, 'state', statesOf('contact')),
  outcome: oneOf(raw, 'outcome', statesOf('outcome')),
  q: text(raw, 'q'),
  sort: oneOf(raw, 'sort', CONTACT_SORTS),
  direction: oneOf(raw, 'direction', ['desc']),
  ...campaignOverviewSearch(raw),
});
