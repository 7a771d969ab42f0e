import { oneOf, text, type RawSearch } from '../../app/search.ts';

export const RETRY_STATES = ['planned', 'running', 'paused', 'completed', 'aborted'] as const;
const RETRY_SORTS = ['name', 'state', 'dialled', 'spent', 'planned'] as const;
export interface RetriesSearch {
  campaign?: string | undefined;
  state?: (typeof RETRY_STATES)[number] | undefined;
  sort?: (typeof RETRY_SORTS)[number] | undefined;
  direction?: 'asc' | 'desc' | undefined;
}
export const retriesSearch = (raw: RawSearch): RetriesSearch => ({
  campaign: text(raw, 'campaign'),
  state: oneOf(raw, 'state', RETRY_STATES),
  sort: oneOf(raw, 'sort', RETRY_SORTS),
  direction: oneOf(raw, 'direction', ['asc', 'desc']),
});

export const MEMBER_STATUSES = ['planned', 'queued', 'waiting', 'dialled', 'excluded', 'given_back'] as const;
export interface RetrySearch {
  status?: (typeof MEMBER_STATUSES)[number] | undefined;
  exclusion?: string | undefined;
}
export const retrySearch = (raw: RawSearch): RetrySearch => ({
  status: oneOf(raw, 'status', MEMBER_STATUSES),
  exclusion: text(raw, 'exclusion'),
});
