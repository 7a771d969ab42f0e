import { queryOptions } from '@tanstack/react-query';
import type { createdKey, keyList } from '../../../api/schemas/access.ts';
import type { accountCheck, callbacks, newAccount, pace } from '../../../api/schemas/accounts.ts';
import type { createdEndpoint, delivery, endpointList, rotatedSecret } from '../../../api/schemas/events.ts';
import type { ownSessions } from '../../../api/schemas/own-sessions.ts';
import type { repliesBody, repliesView } from '../../../api/schemas/replies.ts';
import type { rulesInForce } from '../../../api/schemas/rules.ts';
import type { createdTemplate, templateList, templatePreview } from '../../../api/schemas/templates.ts';
import type { invitedUser, user, userChange, userLink, userList } from '../../../api/schemas/users.ts';
import { get, send, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { Scope } from '../../api/session.ts';
import type { WebhooksSearch } from './search.ts';

export type Key = Answer<typeof keyList>['items'][number];
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => get<Answer<typeof keyList>>('/keys', { signal }),
});
export const createKey = (body: {
  name: string;
  scopes: Scope[];
  expiresInDays: number | null;
}): Promise<Answer<typeof createdKey>> => send('POST', '/keys', { body });
export const revokeKey = (keyId: string): Promise<unknown> => send('DELETE', '/keys/:keyId', { params: { keyId } });

export type User = Answer<typeof user>;
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => get<Answer<typeof userList>>('/users', { signal }),
});
export const inviteUser = (body: {
  email: string;
  name: string;
  role: User['role'];
}): Promise<Answer<typeof invitedUser>> => send('POST', '/users', { body });
export const changeUser = (userId: string, body: Body<typeof userChange>): Promise<User> =>
  send('PATCH', '/users/:userId', { params: { userId }, body });
export const resetUser = (userId: string): Promise<Answer<typeof userLink>> =>
  send('POST', '/users/:userId/reset', { params: { userId } });

export type Pace = Answer<typeof pace>;
const ofAccount = (accountId: string) => ({ params: { accountId }, timeoutMs: 60_000 });
export const addAccount = (body: Body<typeof newAccount>): Promise<{ accountId: string }> =>
  send('POST', '/accounts', { body });
export const changeAccount = (
  accountId: string,
  body: { name?: string; maxConcurrentCalls?: number; dailyCapMicros?: number | null },
): Promise<unknown> => send('PATCH', '/accounts/:accountId', { ...ofAccount(accountId), body });
export const setPaces = (accountId: string, paces: readonly Pace[]): Promise<unknown> =>
  send('PUT', '/accounts/:accountId/pace', { ...ofAccount(accountId), body: { paces } });
export const checkAccount = (accountId: string): Promise<Answer<typeof accountCheck>> =>
  send('POST', '/accounts/:accountId/check', ofAccount(accountId));
export const registerCallbacks = (accountId: string): Promise<Answer<typeof callbacks>> =>
  send('POST', '/accounts/:accountId/callbacks', ofAccount(accountId));
export const rotateKey = (accountId: string, apiKey: string): Promise<unknown> =>
  send('POST', '/accounts/:accountId/rotate-key', { ...ofAccount(accountId), body: { apiKey } });
export const stopAccount = (accountId: string, reason: string): Promise<{ inFlight: number; mayStillBegin: number }> =>
  send('POST', '/accounts/:accountId/stop', { ...ofAccount(accountId), body: reason === '' ? {} : { reason } });
export const startAccount = (accountId: string): Promise<{ wokenRuns: number }> =>
  send('POST', '/accounts/:accountId/start', ofAccount(accountId));
export const resumeAccount = (accountId: string): Promise<{ wokenRuns: number }> =>
  send('POST', '/accounts/:accountId/resume', { ...ofAccount(accountId), body: {} });

export type Rules = Answer<typeof rulesInForce>;
export type LawRule = Rules['rules'][number];
export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => get<Rules>('/rules', { signal }),
  staleTime: 300_000,
});

export type Template = Answer<typeof templateList>['items'][number];
export type TemplatePreview = Answer<typeof templatePreview>;
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => get<Answer<typeof templateList>>('/templates', { signal }),
});
export const createTemplate = (body: { name: string; body: string }): Promise<Answer<typeof createdTemplate>> =>
  send('POST', '/templates', { body });
export const previewQuery = (body: string, values: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: ['template-preview', body, values],
    queryFn: ({ signal }) => send<TemplatePreview>('POST', '/templates/preview', { body: { body, values }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export type Replies = Answer<typeof repliesView>;
export type OwnReplies = NonNullable<Body<typeof repliesBody>['replies']>;
const repliesPath = (numberId: string | undefined) =>
  numberId === undefined
    ? (['/replies', {}] as const)
    : (['/numbers/:numberId/replies', { params: { numberId } }] as const);
export const repliesQuery = (numberId: string | undefined) =>
  queryOptions({
    queryKey: ['replies', numberId ?? null],
    queryFn: ({ signal }) => {
      const [path, options] = repliesPath(numberId);
      return get<Replies>(path, { ...options, signal });
    },
  });
export const setReplies = (numberId: string | undefined, replies: OwnReplies | null): Promise<Replies> => {
  const [path, options] = repliesPath(numberId);
  return send('PUT', path, { ...options, body: { replies } });
};

export type Endpoint = Answer<typeof endpointList>['items'][number];
export type Delivery = Answer<typeof delivery>;
export const endpointsQuery = queryOptions({
  queryKey: ['webhooks', 'endpoints'],
  queryFn: ({ signal }) => get<Answer<typeof endpointList>>('/webhook-endpoints', { signal }),
  refetchInterval: 10_000,
});
const PAGE = 100;
export const deliveriesQuery = (endpointId: string, state: WebhooksSearch['state']) => ({
  ...pagedQuery<Delivery>(['webhooks', 'deliveries', endpointId, state ?? null], (cursor, signal) =>
    get<Page<Delivery>>('/webhook-endpoints/:endpointId/deliveries', {
      params: { endpointId },
      query: { state, cursor, limit: PAGE },
      signal,
    }),
  ),
  refetchInterval: 5_000,
});
const ofEndpoint = (endpointId: string) => ({ params: { endpointId } });
export const addEndpoint = (body: { url: string; kinds: string[] }): Promise<Answer<typeof createdEndpoint>> =>
  send('POST', '/webhook-endpoints', { body });
export const changeEndpoint = (
  endpointId: string,
  body: { url?: string; kinds?: string[]; enabled?: boolean; reason?: string },
): Promise<{ givenUp: number }> => send('PATCH', '/webhook-endpoints/:endpointId', { ...ofEndpoint(endpointId), body });
export const removeEndpoint = (endpointId: string): Promise<{ givenUp: number }> =>
  send('DELETE', '/webhook-endpoints/:endpointId', ofEndpoint(endpointId));
export const rotateSecret = (endpointId: string): Promise<Answer<typeof rotatedSecret>> =>
  send('POST', '/webhook-endpoints/:endpointId/rotate-secret', ofEndpoint(endpointId));
export const testEndpoint = (endpointId: string): Promise<{ eventId: number }> =>
  send('POST', '/webhook-endpoints/:endpointId/test', ofEndpoint(endpointId));
export const retryDelivery = (endpointId: string, eventId: number): Promise<unknown> =>
  send('POST', '/webhook-endpoints/:endpointId/deliveries/:eventId/retry', { params: { endpointId, eventId } });

export type OwnSession = Answer<typeof ownSessions>['items'][number];
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: ({ signal }) => get<Answer<typeof ownSessions>>('/session/others', { signal }),
});
export const endSession = (sessionId: string): Promise<unknown> =>
  send('DELETE', '/session/others/:sessionId', { params: { sessionId } });
export const changePassword = (body: { current: string; next: string }): Promise<unknown> =>
  send('PUT', '/session/password', { body });
