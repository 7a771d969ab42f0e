import type { FastifyInstance, FastifyRequest } from 'fastify';
import { holdsScope, type Scope } from '../../engine/access/scopes.ts';
import { verifyKey } from '../../engine/access/verify-key.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { ProblemError } from '../errors/problem-error.ts';

/** Who asks. */
export interface Caller {
  publicId: string;
  scopes: readonly Scope[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must hold to use this route; `public` = no key. Every route says one. */
    scope?: Scope | 'public';
    /** May be repeated under an Idempotency-Key. */
    idempotent?: boolean;
    /** Asked for all the time: kept out of the log. */
    quiet?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

const REFUSED = {
  unknown: 'The API key is not known.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

/** Asks for a key on every route that does not say `public`, before a byte of the body is read. */
export function authenticate(app: FastifyInstance, deps: Pick<EngineDeps, 'db'>): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/docs')) route.config = { ...route.config, scope: 'public' };
    if (route.config?.scope === undefined) throw new Error(`route ${String(route.method)} ${route.url} says no scope`);
  });
  app.addHook('onRequest', async (request) => {
    const needed = request.routeOptions.config.scope;
    // No route at all: the answer is 404, for whoever asks.
    if (request.is404 || needed === 'public') return;
    if (needed === undefined) throw new Error(`route ${request.routeOptions.url} says no scope`);
    request.caller = await callerOf(request, deps);
    if (holdsScope(request.caller.scopes, needed)) return;
    throw new ProblemError(403, 'scope_missing', `This needs a key with the scope "${needed}".`, {
      repair: 'Use another key, or make one: outdial keys create.',
      details: { needed, held: request.caller.scopes },
    });
  });
}

async function callerOf(request: FastifyRequest, deps: Pick<EngineDeps, 'db'>): Promise<Caller> {
  const [, key] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (key === undefined) {
    throw new ProblemError(401, 'key_missing', 'This needs an API key.', {
      repair: 'Send "Authorization: Bearer od_..."; make a key with: outdial keys create.',
    });
  }
  const verdict = await verifyKey(deps, key);
  if (!verdict.ok) {
    throw new ProblemError(401, `key_${verdict.reason}`, REFUSED[verdict.reason], {
      repair: 'Make a new key: outdial keys create.',
    });
  }
  return { publicId: verdict.publicId, scopes: verdict.scopes };
}

/** As the audit trail names the caller. */
export const actorOf = (request: FastifyRequest): string => `key:${request.caller?.publicId ?? 'none'}`;
