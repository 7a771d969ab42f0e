import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { campaignTest, campaignTests, newTest, testPreview } from '../../../../api/schemas/campaign-tests.ts';
import { get, send, type Answer, type Body } from '../../../api/client.ts';
import type { CampaignDetail } from '../queries.ts';

export type TestPreview = Answer<typeof testPreview>;
export type CampaignTest = Answer<typeof campaignTest>;
export type NewTest = Body<typeof newTest>;
/** What a test needs of its campaign. */
export type TriedCampaign = Pick<CampaignDetail, 'id' | 'name' | 'settings'>;

/** The stream says what moves; that time passes is said by nobody. */
const OPEN_EVERY_MS = 10_000;
const PREVIEW_EVERY_MS = 15_000;

const params = (campaignId: string) => ({ params: { campaignId } });

/** What it would be, and what is in its way now: that changes while somebody looks at it. */
export const previewQuery = (campaignId: string, draft: NewTest, enabled: boolean) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'tests', 'preview', draft],
    queryFn: ({ signal }) =>
      send<TestPreview>('POST', '/campaigns/:campaignId/tests', {
        ...params(campaignId),
        query: { dry_run: 'true' },
        body: draft,
        signal,
      }),
    enabled,
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: PREVIEW_EVERY_MS,
  });

export const testsQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'tests', 'list'],
    queryFn: ({ signal }) =>
      get<Answer<typeof campaignTests>>('/campaigns/:campaignId/tests', { ...params(campaignId), signal }),
  });

/** Live by the topic of the test; looked at now and then while something is to come. */
export const testQuery = (campaignId: string, testId: string) =>
  queryOptions({
    queryKey: ['test', testId],
    queryFn: ({ signal }) =>
      get<CampaignTest>('/campaigns/:campaignId/tests/:testId', { params: { campaignId, testId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.open === false ? false : OPEN_EVERY_MS),
  });

/** Under a key of its own draft: pressed again after a time-out it is still one test. */
export const sendTest = (campaignId: string, draft: NewTest, idempotencyKey: string): Promise<CampaignTest> =>
  send('POST', '/campaigns/:campaignId/tests', { ...params(campaignId), body: draft, idempotencyKey });

export const cancelTest = (campaignId: string, testId: string): Promise<CampaignTest> =>
  send('POST', '/campaigns/:campaignId/tests/:testId/cancel', { params: { campaignId, testId } });
