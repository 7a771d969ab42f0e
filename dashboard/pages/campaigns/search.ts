import { oneOf, text, type RawSearch } from '../../app/search.ts';

const RUN_STATES = ['draft', 'running', 'paused', 'cancelled', 'completed'] as const;

export interface CampaignListSearch {
  state?: (typeof RUN_STATES)[number] | undefined;
  q?: string | undefined;
}
export const campaignListSearch = (raw: RawSearch): CampaignListSearch => ({
  state: oneOf(raw, 'state', RUN_STATES),
  q: text(raw, 'q'),
});

export interface CampaignContactsSearch {
  state?: string | undefined;
  phone?: string | undefined;
}
export const campaignContactsSearch = (raw: RawSearch): CampaignContactsSearch => ({
  state: text(raw, 'state'),
  phone: text(raw, 'phone'),
});
