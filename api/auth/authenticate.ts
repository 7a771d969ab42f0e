import type { FastifyInstance, FastifyRequest } from 'fastify';
import { holdsScope, scopesOf, type Scope } from '../../engine/access/scopes.ts';
import { verifyKey } from '../../engine/access/verify-key.ts';
import { verifySession } from '../../engine/access/verify-session.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { Caller } from './caller.ts';
import { refuseCrossSite } from './refuse-cross-site.ts';
import { sessionToken } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller must hold to use this route; `public` = anybody. Every route says one. */
    scope?: Scope | 'public';
    /** Of a public route that sets a cookie: not for pages of other sites. */
    sameSite?: boolean;
    /** For people only: what they do with their own session. */
    people?: boolean;
    /** May be repeated under an Idempotency-Key. */
    idempotent?: boolean;
    /** Asked for all the time: kept out of the log. */
    quiet?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyInstance {
    /** What each route asks for, by "METHOD /address". */
    routeScopes: Map<string, Scope | 'public'>;
  }
}

const REFUSED = {
  unknown: 'The API key is not known.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

/** Asks for a key or a session on every route that does not say `public`, before a byte of the body is read. */
export function authenticate(app: FastifyInstance, deps: Pick<EngineDeps, 'db'>): void {
  app.decorateRequest('caller', null);
  app.decorate('routeScopes', new Map<string, Scope | 'public'>());
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/docs')) route.config = { ...route.config, scope: 'public' };
    const scope = route.config?.scope;
    if (scope === undefined) throw new Error(`route ${String(route.method)} ${route.url} says no scope`);
    for (const method of [route.method].flat()) app.routeScopes.set(`${method} ${route.url}`, scope);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { scope: needed, sameSite } = request.routeOptions.config;
    if (sameSite) refuseCrossSite(request);
    // No route at all: the answer is 404, for whoever asks.
    if (request.is404 || needed === 'public') return;
    if (needed === undefined) throw new Error(`route ${request.routeOptions.url} says no scope`);
    request.caller = await callerOf(request, deps);
    // What a person sees is for that person: no cache on the way keeps it, nor the browser after the sign-out.
    if (request.caller.kind === 'user') reply.header('cache-control', 'no-store');
    if (holdsScope(request.caller.scopes, needed)) return;
    throw missingScope(request.caller, needed);
  });
}

/** The answer to somebody who may not do this, in words for programs or for people. */
export function missingScope(caller: Caller, needed: Scope): ProblemError {
  const details = { needed, held: caller.scopes };
  if (caller.kind === 'key') {
    return new ProblemError(403, 'scope_missing', `This needs a key with the scope "${needed}".`, {
      repair: 'Use another key, or make one: outdial keys create.',
      details,
    });
  }
  return new ProblemError(403, 'scope_missing', `Your role, ${caller.user.role}, may not do this ("${needed}").`, {
    repair: 'Ask an administrator.',
    details: { ...details, role: caller.user.role },
  });
}

/**
 * Whose key or session comes with the request. Long answers ask again while they are written, so that nobody stays who
 * is out. Throws ProblemError.
 */
export async function callerOf(request: FastifyRequest, deps: Pick<EngineDeps, 'db'>): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization === undefined) return await personOf(request, deps);
  const [, key] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
  if (key === undefined) throw keyMissing();
  const verdict = await verifyKey(deps, key);
  if (!verdict.ok) {
    throw new ProblemError(401, `key_${verdict.reason}`, REFUSED[verdict.reason], {
      repair: 'Make a new key: outdial keys create.',
    });
  }
  // A session's own routes mean nothing to a key.
  if (request.routeOptions.config.people && holdsScope(verdict.scopes, 'read')) throw sessionMissing();
  return { kind: 'key', publicId: verdict.publicId, scopes: verdict.scopes };
}

async function personOf(request: FastifyRequest, deps: Pick<EngineDeps, 'db'>): Promise<Caller> {
  const token = sessionToken(request);
  if (token === undefined) throw isBrowser(request) ? sessionMissing() : keyMissing();
  refuseCrossSite(request);
  const user = await verifySession(deps, token);
  if (user === undefined) {
    throw new ProblemError(401, 'session_expired', 'You are signed out: the session has ended.', {
      repair: 'Sign in again.',
    });
  }
  return { kind: 'user', user, scopes: scopesOf(user.role), token };
}

const isBrowser = (request: FastifyRequest): boolean =>
  request.routeOptions.config.people === true || request.headers['sec-fetch-site'] !== undefined;

const sessionMissing = (): ProblemError =>
  new ProblemError(401, 'session_missing', 'Nobody is signed in.', { repair: 'Sign in.' });

const keyMissing = (): ProblemError =>
  new ProblemError(401, 'key_missing', 'This needs an API key.', {
    repair: 'Send "Authorization: Bearer od_..."; make a key with: outdial keys create.',
  });

/** As the audit trail names the caller. */
export function actorOf({ caller }: FastifyRequest): string {
  if (caller?.kind === 'user') return `user:${caller.user.email}`;
  return `key:${caller?.publicId ?? 'none'}`;
}
