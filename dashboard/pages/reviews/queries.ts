import { queryOptions } from '@tanstack/react-query';
import type { attempt } from '../../../api/schemas/contacts.ts';
import type { queues, resolvedMany } from '../../../api/schemas/queues.ts';
import type { consentRecheck, consentReview, zoneRepair, zoneReview } from '../../../api/schemas/repairs.ts';
import type { decidedAnswer, decidedReview, review } from '../../../api/schemas/reviews.ts';
import { get, send, type Answer } from '../../api/client.ts';
import type { Waiting } from '../assigning/queries.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';

export type Queues = Answer<typeof queues>;
export type CampaignQueues = Queues['campaigns'][number];
export type Review = Answer<typeof review>;
export type Attempt = Answer<typeof attempt>;
export type ZoneReview = Answer<typeof zoneReview>;
export type ConsentReview = Answer<typeof consentReview>;
export type Meaning = 'confirm' | 'cancel' | 'reschedule' | 'none';

export const queuesQuery = (campaignId: string | undefined) =>
  queryOptions({
    queryKey: ['reviews', 'queues', campaignId ?? null],
    queryFn: ({ signal }) => get<Queues>('/queues', { query: { campaignId }, signal }),
    refetchInterval: 15_000,
  });

const PAGE = 100;
export interface ReviewFilter {
  campaignId: string | undefined;
  assignee: string | undefined;
}
export const parkedQuery = (filter: ReviewFilter) =>
  pagedQuery<Attempt>(['reviews', 'parked', filter], (cursor, signal) =>
    get<Page<Attempt>>('/attempts', { query: { state: 'PARKED', ...filter, cursor, limit: PAGE }, signal }),
  );
export const reviewsQuery = (kind: 'opt_out' | 'answer', filter: ReviewFilter) =>
  pagedQuery<Review>(['reviews', kind, filter], (cursor, signal) =>
    get<Page<Review>>('/reviews', { query: { kind, state: 'open', ...filter, cursor, limit: PAGE }, signal }),
  );
export const zonesQuery = (campaignId: string, assignee: string | undefined) =>
  queryOptions({
    queryKey: ['reviews', 'zones', campaignId, assignee ?? null],
    queryFn: ({ signal }) =>
      get<ZoneReview>('/campaigns/:campaignId/review/zones', { params: { campaignId }, query: { assignee }, signal }),
  });
export const consentQuery = (campaignId: string, assignee: string | undefined) =>
  queryOptions({
    queryKey: ['reviews', 'consent', campaignId, assignee ?? null],
    queryFn: ({ signal }) =>
      get<ConsentReview>('/campaigns/:campaignId/review/consent', {
        params: { campaignId },
        query: { assignee },
        signal,
      }),
  });

interface Decision {
  dialled: boolean;
  reason: string;
}
export const resolveAttempts = (attemptIds: string[], decision: Decision): Promise<Answer<typeof resolvedMany>> =>
  send('POST', '/attempts/resolve-many', { body: { attemptIds, ...decision } });
export const resolveCampaign = (campaignId: string, decision: Decision): Promise<Answer<typeof resolvedMany>> =>
  send('POST', '/attempts/resolve-many', { body: { filter: { campaignId }, ...decision } });

const params = (reviewId: string) => ({ params: { reviewId } });
export const confirmReview = (reviewId: string): Promise<Answer<typeof decidedReview>> =>
  send('POST', '/reviews/:reviewId/confirm', { ...params(reviewId), body: {} });
export const dismissReview = (reviewId: string, reason: string): Promise<Answer<typeof decidedReview>> =>
  send('POST', '/reviews/:reviewId/dismiss', { ...params(reviewId), body: { reason } });
export const decideReview = (reviewId: string, meaning: Meaning): Promise<Answer<typeof decidedAnswer>> =>
  send('POST', '/reviews/:reviewId/decide', { ...params(reviewId), body: { meaning } });

/** One decision for several, one after the other. */
export const eachReview =
  (decide: (reviewId: string) => Promise<unknown>) =>
  async (reviews: readonly Review[]): Promise<void> => {
    for (const { id } of reviews) await decide(id);
  };
export const reviewsOf = (reviews: readonly Review[]): Waiting => ({ reviewIds: reviews.map(({ id }) => id) });

/** In as many steps as it takes. */
export async function repairZones(campaignId: string, prefix: string, zone: string): Promise<number> {
  let putBack = 0;
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const answer: Answer<typeof zoneRepair> = await send('POST', '/campaigns/:campaignId/review/zones/repair', {
      params: { campaignId },
      body: { prefix, zone, ...(cursor === null ? {} : { cursor }) },
    });
    putBack += answer.putBack;
    cursor = answer.nextCursor;
  }
  return putBack;
}

export async function recheckConsent(campaignId: string): Promise<{ putBack: number; stillMissing: number }> {
  const total = { putBack: 0, stillMissing: 0 };
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const answer: Answer<typeof consentRecheck> = await send('POST', '/campaigns/:campaignId/review/consent/recheck', {
      params: { campaignId },
      body: cursor === null ? {} : { cursor },
    });
    total.putBack += answer.putBack;
    total.stillMissing += answer.stillMissing;
    cursor = answer.nextCursor;
  }
  return total;
}
