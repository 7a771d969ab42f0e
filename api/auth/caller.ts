import type { Scope } from '../../engine/access/scopes.ts';
import type { Person } from '../../engine/access/start-session.ts';

/** Who asks: a program with an API key, or a person in a browser. */
export type Caller =
  | { kind: 'key'; publicId: string; scopes: readonly Scope[] }
  | { kind: 'user'; user: Person; scopes: readonly Scope[]; token: string };

/** What tells callers apart where each has its own: limits, keys of repeated requests, the log. Never an email. */
export const callerId = (caller: Caller): string =>
  caller.kind === 'key' ? `key:${caller.publicId}` : `user:${caller.user.id}`;
