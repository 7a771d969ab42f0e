import type { FastifyRequest } from 'fastify';
import { holdsScope, type Scope } from '../../engine/access/scopes.ts';
import { verifyKey } from '../../engine/access/verify-key.ts';
import { verifySession } from '../../engine/access/verify-session.ts';
import type { EngineDeps } from '../../engine/deps.ts';

/**
 * Whether the caller of a long answer would still be let in, and be shown the same: a session may end, a key be revoked
 * and a role change meanwhile. What somebody may do and see was decided when the answer began.
 */
export async function stillAllowed(
  request: FastifyRequest,
  deps: Pick<EngineDeps, 'db'>,
  needed: Scope,
): Promise<boolean> {
  const { caller } = request;
  if (caller?.kind === 'user') return (await verifySession(deps, caller.token))?.role === caller.user.role;
  const [, key = ''] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const verdict = await verifyKey(deps, key);
  return verdict.ok && holdsScope(verdict.scopes, needed);
}
