import { queryOptions } from '@tanstack/react-query';
import type { contactHistory } from '../../../api/schemas/contacts.ts';
import type { explanation } from '../../../api/schemas/explain.ts';
import type { zoneRepair } from '../../../api/schemas/repairs.ts';
import type { suppressed } from '../../../api/schemas/suppressions.ts';
import { get, send, type Answer } from '../../api/client.ts';

export type History = Answer<typeof contactHistory>;
export type Attempt = History['attempts'][number];
export type Explanation = Answer<typeof explanation>;
export type Rule = Explanation['rules'][number];

const LIVING_EVERY_MS = 3_000;
const STILL_EVERY_MS = 15_000;

/** A contact that moves is looked at often; events mark it old too. */
export const historyQuery = (contactId: number) =>
  queryOptions({
    queryKey: ['contacts', 'history', contactId],
    queryFn: ({ signal }) => get<History>('/contacts/:contactId', { params: { contactId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'in_flight' ? LIVING_EVERY_MS : STILL_EVERY_MS),
  });

/** Why, now or at a moment that was. */
export const explainQuery = (contactId: number, at: string | undefined) =>
  queryOptions({
    queryKey: ['contacts', 'explain', contactId, at ?? 'now'],
    queryFn: ({ signal }) =>
      get<Explanation>('/contacts/:contactId/explain', { params: { contactId }, query: { at }, signal }),
    refetchInterval: at === undefined ? STILL_EVERY_MS : false,
  });

export const suppressContact = (contactId: number, evidence: string): Promise<Answer<typeof suppressed>> =>
  send('POST', '/contacts/:contactId/suppress', { params: { contactId }, body: evidence === '' ? {} : { evidence } });
export const liftSuppression = (suppressionId: string, reason: string): Promise<unknown> =>
  send('POST', '/suppressions/:suppressionId/lift', { params: { suppressionId }, body: { reason } });
export const repairZone = (campaignId: string, contactId: number, zone: string): Promise<Answer<typeof zoneRepair>> =>
  send('POST', '/campaigns/:campaignId/review/zones/repair', {
    params: { campaignId },
    body: { zone, contactIds: [contactId] },
  });
