import { queryOptions } from '@tanstack/react-query';
import { get, send } from './client.ts';

export type Role = 'viewer' | 'operator' | 'admin';

/** Who is signed in, and to what (GET /v1/session). */
export interface Session {
  user: { id: string; name: string; email: string; role: Role };
  scopes: readonly string[];
  mode: 'LIVE' | 'SIMULATED';
  /** Server time minus real time: not 0 under a test clock. */
  clockOffsetMs: number;
  version: string;
  temporalUiUrl: string | null;
}

export interface Invite {
  role: Role;
  email: string | null;
  purpose: 'first_admin' | 'invite' | 'reset';
  expiresAt: string;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/session', { signal }),
  staleTime: 60_000,
});

export const signIn = (body: { email: string; password: string }): Promise<Session> =>
  send('POST', '/session', { body });
export const signOut = (): Promise<void> => send('DELETE', '/session');

export const inviteQuery = (token: string) =>
  queryOptions({
    queryKey: ['invite', token],
    queryFn: ({ signal }) => get<Invite>('/invites/:token', { params: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const acceptInvite = (
  token: string,
  body: { name: string; email: string; password: string },
): Promise<Session> => send('POST', '/invites/:token', { params: { token }, body });
