import { queryOptions } from '@tanstack/react-query';
import type { numberList } from '../../../api/schemas/numbers.ts';
import type {
  abortedRetry,
  controlledRetry,
  newRetry,
  retry,
  retryMember,
  retryResults,
  startedRetry,
} from '../../../api/schemas/retries.ts';
import { get, send, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { RetriesSearch, RetrySearch } from './search.ts';

export type Retry = Answer<typeof retry>;
export type Member = Answer<typeof retryMember>;
export type Result = Answer<typeof retryResults>['items'][number];
export type NewRetry = Body<typeof newRetry>;
export type RetryOptions = NonNullable<NewRetry['options']>;

/** Kept fresh by the topic retry:<id>. */
export const retryQuery = (retryId: string) =>
  queryOptions({
    queryKey: ['retry', retryId],
    queryFn: ({ signal }) => get<Retry>('/retries/:retryId', { params: { retryId }, signal }),
  });

const PAGE = 100;
export const retriesQuery = ({ campaign, state }: RetriesSearch) =>
  pagedQuery<Retry>(['retries', 'list', campaign ?? null, state ?? null], (cursor, signal) =>
    get<Page<Retry>>('/retries', { query: { campaignId: campaign, state, cursor, limit: PAGE }, signal }),
  );

export const membersQuery = (retryId: string, { status, exclusion }: RetrySearch) =>
  pagedQuery<Member>(['retries', 'members', retryId, status ?? null, exclusion ?? null], (cursor, signal) =>
    get<Page<Member>>('/retries/:retryId/members', {
      params: { retryId },
      query: { status, exclusion, cursor, limit: PAGE },
      signal,
    }),
  );

const RESULTS_EVERY_MS = 3_000;
/** Asked for while it runs; afterwards with each call that was still in progress and ends. */
export const resultsQuery = ({ id, state, members }: Pick<Retry, 'id' | 'state' | 'members'>) =>
  queryOptions({
    queryKey: ['retries', 'results', id, state, state === 'running' ? null : members.done],
    queryFn: ({ signal }) =>
      get<Answer<typeof retryResults>>('/retries/:retryId/results', { params: { retryId: id }, signal }),
    refetchInterval: state === 'running' ? RESULTS_EVERY_MS : false,
    enabled: state !== 'planned',
  });

export const numbersQuery = queryOptions({
  queryKey: ['numbers', 'all'],
  queryFn: ({ signal }) => get<Answer<typeof numberList>>('/numbers', { signal }),
  staleTime: 60_000,
});

/** Thousands of contacts are judged one by one. */
const PLAN_TIMEOUT_MS = 180_000;
export const planRetry = (body: NewRetry, idempotencyKey: string): Promise<Retry> =>
  send('POST', '/retries/plan', { body, idempotencyKey, timeoutMs: PLAN_TIMEOUT_MS });
export const planAgain = (
  retryId: string,
  body: { name: string; reason: string; options: RetryOptions },
  idempotencyKey: string,
): Promise<Retry> =>
  send('POST', '/retries/:retryId/again', { params: { retryId }, body, idempotencyKey, timeoutMs: PLAN_TIMEOUT_MS });

const params = (retryId: string) => ({ params: { retryId } });
export const startRetry = (retryId: string): Promise<Answer<typeof startedRetry>> =>
  send('POST', '/retries/:retryId/start', params(retryId));
export const pauseRetry = (retryId: string, reason: string): Promise<Answer<typeof controlledRetry>> =>
  send('POST', '/retries/:retryId/pause', { ...params(retryId), body: reason === '' ? {} : { reason } });
export const resumeRetry = (retryId: string, reason: string): Promise<Answer<typeof controlledRetry>> =>
  send('POST', '/retries/:retryId/resume', { ...params(retryId), body: reason === '' ? {} : { reason } });
export const abortRetry = (retryId: string, reason = ''): Promise<Answer<typeof abortedRetry>> =>
  send('POST', '/retries/:retryId/abort', { ...params(retryId), body: reason === '' ? {} : { reason } });
export const throttleRetry = (retryId: string, pacePerSecond: number | null): Promise<Retry> =>
  send('PATCH', '/retries/:retryId', { ...params(retryId), body: { pacePerSecond } });
