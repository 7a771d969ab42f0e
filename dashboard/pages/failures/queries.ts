import { queryOptions } from '@tanstack/react-query';
import type { countedContacts } from '../../../api/schemas/failure-count.ts';
import type {
  chosenContacts,
  failedContact,
  failureGroup,
  failureGroupDetail,
  failureGroups,
  reconciled,
  resolution,
  resolvedFailures,
  snoozed,
  stuckAttempts,
  suppressedNumbers,
  undoneResolution,
  wokenGroup,
} from '../../../api/schemas/failures.ts';
import { get, send, sendForFile, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { ContactFilter, FailureFilter } from './contact-filter.ts';

export type Group = Answer<typeof failureGroup>;
export type Groups = Answer<typeof failureGroups>;
export type GroupDetail = Answer<typeof failureGroupDetail>;
export type FailedContact = Answer<typeof failedContact>;
export type Stuck = Answer<typeof stuckAttempts>['items'][number];
export type Resolution = Answer<typeof resolution>;

/** Every group, the snoozed ones too: the page folds them away. */
export const groupsQuery = (campaignId: string | undefined) =>
  queryOptions({
    queryKey: ['failures', 'groups', 'all', campaignId ?? null],
    queryFn: ({ signal }) => get<Groups>('/failures', { query: { campaignId, snoozed: true }, signal }),
  });

export const groupQuery = (cause: string, campaignId: string | undefined) =>
  queryOptions({
    queryKey: ['failures', 'groups', 'one', cause, campaignId ?? null],
    queryFn: ({ signal }) => get<GroupDetail>('/failures/:cause', { params: { cause }, query: { campaignId }, signal }),
  });

const PAGE = 200;
export const contactsQuery = (cause: string, filter: ContactFilter, resolved = false) =>
  pagedQuery<FailedContact>(['failures', 'contacts', cause, filter, resolved], (cursor, signal) =>
    get<Page<FailedContact>>('/failures/:cause/contacts', {
      params: { cause },
      query: { ...filter, resolved: resolved ? true : undefined, cursor, limit: PAGE },
      signal,
    }),
  );

export const CONTACTS_CSV = '/failures/:cause/contacts.csv';
/** All but some of a million take their time. */
const EXPORT_TIMEOUT_MS = 600_000;
export const exportChosen = (cause: string, filter: ContactFilter, body: Body<typeof chosenContacts>): Promise<Blob> =>
  sendForFile(CONTACTS_CSV, { params: { cause }, query: { ...filter }, body, timeoutMs: EXPORT_TIMEOUT_MS });

export const countQuery = (cause: string, filter: ContactFilter) =>
  queryOptions({
    queryKey: ['failures', 'count', cause, filter],
    queryFn: ({ signal }) =>
      get<Answer<typeof countedContacts>>('/failures/:cause/count', {
        params: { cause },
        query: { ...filter },
        signal,
      }),
  });

export const resolutionsQuery = (campaignId: string | undefined) =>
  pagedQuery<Resolution>(['failures', 'resolutions', campaignId ?? null], (cursor, signal) =>
    get<Page<Resolution>>('/failures/resolutions', { query: { campaignId, cursor, limit: PAGE }, signal }),
  );

export const stuckQuery = (campaignId: string | undefined) =>
  queryOptions({
    queryKey: ['failures', 'stuck', campaignId ?? null],
    queryFn: ({ signal }) =>
      get<Answer<typeof stuckAttempts>>('/stuck', { query: { campaignId, limit: PAGE }, signal }),
    refetchInterval: 10_000,
  });

export const resolve = (filter: FailureFilter, reason: string): Promise<Answer<typeof resolvedFailures>> =>
  send('POST', '/failures/resolve', { body: { filter, reason } });
export const undoResolution = (resolutionId: string): Promise<Answer<typeof undoneResolution>> =>
  send('POST', '/failures/resolutions/:resolutionId/undo', { params: { resolutionId } });

export const suppress = (filter: FailureFilter, reason: string): Promise<Answer<typeof suppressedNumbers>> =>
  send('POST', '/failures/suppress', { body: { filter, reason } });
export const removeList = (name: string): Promise<{ lifted: number }> =>
  send('DELETE', '/suppression-lists/:name', {
    params: { name },
    body: { reason: 'Undone at once by the one who suppressed them' },
  });

export interface SnoozeBody {
  campaignId: string | null;
  cause: string;
  untilAt?: string;
  untilCount?: number;
  reason: string;
}
export const snooze = (body: SnoozeBody): Promise<Answer<typeof snoozed>> => send('POST', '/failures/snooze', { body });
export const wake = (snoozeId: string): Promise<Answer<typeof wokenGroup>> =>
  send('DELETE', '/failures/snoozes/:snoozeId', { params: { snoozeId } });

export const reconcile = (body: { campaignId?: string; attemptIds?: string[] }): Promise<Answer<typeof reconciled>> =>
  send('POST', '/stuck/reconcile', { body });
