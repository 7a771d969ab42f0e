import { queryOptions } from '@tanstack/react-query';
import type { acceptance, credentials, invite, session } from '../../api/schemas/session.ts';
import { get, send, type Answer, type Body } from './client.ts';

/** Who is signed in, and to what. */
export type Session = Answer<typeof session>;
export type Scope = Session['scopes'][number];
export type Invite = Answer<typeof invite>;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/session', { signal }),
  staleTime: 60_000,
});

export const signIn = (body: Body<typeof credentials>): Promise<Session> => send('POST', '/session', { body });
export const signOut = (): Promise<void> => send('DELETE', '/session');

export const inviteQuery = (token: string) =>
  queryOptions({
    queryKey: ['invite', token],
    queryFn: ({ signal }) => get<Invite>('/invites/:token', { params: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const acceptInvite = (token: string, body: Body<typeof acceptance>): Promise<Session> =>
  send('POST', '/invites/:token', { params: { token }, body });
