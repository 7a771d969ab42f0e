import { queryOptions } from '@tanstack/react-query';
import type { auditEntry } from '../../../api/schemas/audit.ts';
import type {
  campaign,
  campaignDetail,
  estimate,
  progress,
  settings,
  settingsChange,
} from '../../../api/schemas/campaigns.ts';
import type { charts } from '../../../api/schemas/charts.ts';
import type { contact } from '../../../api/schemas/contacts.ts';
import type { campaignReasons } from '../../../api/schemas/explain.ts';
import type { failureGroups, stuckAttempts } from '../../../api/schemas/failures.ts';
import type { numberList } from '../../../api/schemas/numbers.ts';
import type { retry } from '../../../api/schemas/retries.ts';
import { get, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import { localZone } from '../../format/time.ts';
import type { CampaignContactsSearch, CampaignListSearch } from './search.ts';

export type Campaign = Answer<typeof campaign>;
export type CampaignDetail = Answer<typeof campaignDetail>;
export type Settings = Answer<typeof settings>;
export type SettingsChange = Body<typeof settingsChange>;
export type Progress = Answer<typeof progress>;
export type Reasons = Answer<typeof campaignReasons>;
export type FailureGroups = Answer<typeof failureGroups>;
export type Contact = Answer<typeof contact>;
export type Retry = Answer<typeof retry>;
export type Charts = Answer<typeof charts>;
export type AuditEntry = Answer<typeof auditEntry>;

const PAGE = 100;
const ofCampaign = (campaignId: string) => ({ params: { campaignId } });

/** The ones that a list shows first; the topic `campaigns` puts the newest under ['campaigns', 'live']. */
export const campaignsQuery = ({ state, q, sort, direction }: CampaignListSearch) =>
  pagedQuery<Campaign>(['campaigns', 'list', { state, q, sort, direction }], (cursor, signal) =>
    get<Page<Campaign>>('/campaigns', { query: { state, q, sort, direction, cursor, limit: PAGE }, signal }),
  );

/** What the stream put there; never asked for by itself. */
export const liveCampaignsQuery = queryOptions({
  queryKey: ['campaigns', 'live'],
  queryFn: ({ signal }) => get<{ items: readonly Campaign[] }>('/campaigns', { query: { limit: PAGE }, signal }),
  enabled: false,
});

export const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'detail'],
    queryFn: ({ signal }) => get<CampaignDetail>('/campaigns/:campaignId', { ...ofCampaign(campaignId), signal }),
  });

/** Kept fresh by the topic campaign:<id>. */
export const progressQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'progress'],
    queryFn: ({ signal }) => get<Progress>('/campaigns/:campaignId/progress', { ...ofCampaign(campaignId), signal }),
  });

/** It looks at every contact, so it is asked for seldom where there are many. */
const MANY_CONTACTS = 100_000;
export const reasonsQuery = (campaignId: string, { state, contacts }: { state: string; contacts: number }) =>
  queryOptions({
    queryKey: ['campaign-reasons', campaignId, state],
    queryFn: ({ signal }) => get<Reasons>('/campaigns/:campaignId/explain', { ...ofCampaign(campaignId), signal }),
    refetchInterval: state === 'running' ? (contacts > MANY_CONTACTS ? 120_000 : 10_000) : false,
  });

export const failureGroupsQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['failures', 'groups', campaignId],
    queryFn: ({ signal }) => get<FailureGroups>('/failures', { query: { campaignId, snoozed: true }, signal }),
  });

/** `done` = people with a result: what is in progress when it stops running changes the charts still. */
export const chartsQuery = (campaignId: string, isRunning: boolean, done: number) =>
  queryOptions({
    queryKey: ['campaign-charts', campaignId, isRunning ? null : done],
    queryFn: ({ signal }) =>
      get<Charts>('/campaigns/:campaignId/charts', { ...ofCampaign(campaignId), query: { zone: localZone() }, signal }),
    refetchInterval: isRunning ? 15_000 : false,
  });

export const estimateQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign-estimate', campaignId],
    queryFn: ({ signal }) =>
      get<Answer<typeof estimate>>('/campaigns/:campaignId/estimate', { ...ofCampaign(campaignId), signal }),
  });

export const stuckQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['stuck', campaignId],
    queryFn: ({ signal }) => get<Answer<typeof stuckAttempts>>('/stuck', { query: { campaignId, limit: 20 }, signal }),
    refetchInterval: 30_000,
  });

export const retriesOfCampaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['retries', 'list', 'of-campaign', campaignId],
    queryFn: ({ signal }) => get<Page<Retry>>('/retries', { query: { campaignId, limit: 20 }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.items.some(({ state }) => state === 'running') ? 3_000 : false),
  });

/** The filters and the sort as the API has them. */
export const contactsAsked = ({ state, outcome, q, from, to, sort, direction }: CampaignContactsSearch) => ({
  state,
  outcome,
  q,
  changedFrom: from,
  changedTo: to,
  sort,
  direction: sort === undefined ? undefined : direction,
});

export function contactsQuery(campaignId: string, search: CampaignContactsSearch) {
  const asked = contactsAsked(search);
  return pagedQuery<Contact>(['contacts', campaignId, asked], (cursor, signal) =>
    get<Page<Contact>>('/campaigns/:campaignId/contacts', {
      ...ofCampaign(campaignId),
      query: { ...asked, cursor, limit: PAGE },
      signal,
    }),
  );
}

export const auditQuery = (campaignId: string) =>
  pagedQuery<AuditEntry>(['audit', 'campaign', campaignId], (cursor, signal) =>
    get<Page<AuditEntry>>('/audit', { query: { campaignId, cursor, limit: PAGE }, signal }),
  );

export const numbersQuery = queryOptions({
  queryKey: ['numbers', 'all'],
  queryFn: ({ signal }) => get<Answer<typeof numberList>>('/numbers', { signal }),
  staleTime: 60_000,
});
