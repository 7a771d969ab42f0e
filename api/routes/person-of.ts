import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';

/** Only people get through to a route for people. */
export function personOf({ caller }: FastifyRequest): Extract<Caller, { kind: 'user' }> {
  if (caller?.kind !== 'user') throw new Error('a route for people was reached by none');
  return caller;
}
