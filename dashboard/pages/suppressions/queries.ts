import { queryOptions } from '@tanstack/react-query';
import type {
  consentEventInList,
  consentOfPhone,
  recordedConsents,
  revokedConsent,
} from '../../../api/schemas/consents.ts';
import type {
  loadedList,
  removedList,
  suppressed,
  suppression,
  suppressionList,
  suppressionListDetail,
  suppressionLists,
} from '../../../api/schemas/suppressions.ts';
import { get, send, type Answer } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import { phoneIn } from './phone-text.ts';
import type { SuppressionsSearch } from './search.ts';

export type Suppression = Answer<typeof suppression>;
export type StopList = Answer<typeof suppressionList>;
export type Loaded = Answer<typeof loadedList>;
export type ConsentOfPhone = Answer<typeof consentOfPhone>;
export type ConsentEvent = Answer<typeof consentEventInList>;

export const suppressionFilter = ({ phone, source, list, state }: SuppressionsSearch) => ({
  phone: phone === undefined ? undefined : (phoneIn(phone) ?? phone),
  source,
  list,
  includeLifted: state === 'all' ? true : undefined,
  onlyLifted: state === 'lifted' ? true : undefined,
});

const PAGE = 100;
export const suppressionsQuery = (search: SuppressionsSearch) =>
  pagedQuery<Suppression>(['suppressions', 'list', suppressionFilter(search)], (cursor, signal) =>
    get<Page<Suppression>>('/suppressions', { query: { ...suppressionFilter(search), cursor, limit: PAGE }, signal }),
  );

export const listsQuery = queryOptions({
  queryKey: ['suppressions', 'lists'],
  queryFn: ({ signal }) => get<Answer<typeof suppressionLists>>('/suppression-lists', { signal }),
});
export const listQuery = (name: string) =>
  queryOptions({
    queryKey: ['suppressions', 'lists', name],
    queryFn: ({ signal }) =>
      get<Answer<typeof suppressionListDetail>>('/suppression-lists/:name', { params: { name }, signal }),
  });

export const consentEventsQuery = (kind: SuppressionsSearch['kind']) =>
  pagedQuery<ConsentEvent>(['consents', 'events', kind ?? null], (cursor, signal) =>
    get<Page<ConsentEvent>>('/consents/events', { query: { kind, cursor, limit: PAGE }, signal }),
  );
export const consentQuery = (phone: string) =>
  queryOptions({
    queryKey: ['consents', 'of', phone],
    queryFn: ({ signal }) => get<ConsentOfPhone>('/consents', { query: { phone }, signal }),
  });

export interface Scope {
  purpose?: string;
  channel?: string;
}
export const suppress = (body: Scope & { phone: string; evidence?: string }): Promise<Answer<typeof suppressed>> =>
  send('POST', '/suppressions', { body });
export const lift = (suppressionId: string, reason: string): Promise<unknown> =>
  send('POST', '/suppressions/:suppressionId/lift', { params: { suppressionId }, body: { reason } });

export interface ListUpload extends Scope {
  source: string;
  asOf?: string;
  country?: string;
  allowFewer?: true;
}
/** A registry may be of millions of numbers. */
const UPLOAD_TIMEOUT_MS = 1_800_000;
export const loadList = (name: string, file: File, { ...query }: ListUpload): Promise<Loaded> =>
  send('PUT', '/suppression-lists/:name', {
    params: { name },
    query: { ...query, fileName: file.name },
    body: file,
    headers: { 'content-type': 'text/csv' },
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
export const removeList = (name: string, reason: string): Promise<Answer<typeof removedList>> =>
  send('DELETE', '/suppression-lists/:name', { params: { name }, body: { reason } });

export interface NewConsent extends Scope {
  phone: string;
  consentClass: string;
  method: string;
  textShown?: string;
  evidence?: string;
  happenedAt: string;
  expiresAt?: string;
}
export const recordConsent = (item: NewConsent): Promise<Answer<typeof recordedConsents>> =>
  send('POST', '/consents', { body: { items: [item] } });
export const revokeConsent = (
  body: Scope & { phone: string; reason: string },
): Promise<Answer<typeof revokedConsent>> => send('POST', '/consents/revoke', { body });
