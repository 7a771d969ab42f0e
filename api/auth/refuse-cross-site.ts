import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../errors/problem-error.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send with this site's cookie (OWASP CSRF Prevention Cheat Sheet, fetch
 * metadata). Whatever changes something must say that it comes from here; browsers do, and no page can make them lie.
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE.has(request.method) || comesFromHere(request)) return;
  throw new ProblemError(403, 'cross_site', 'This request does not come from a page of this address.', {
    repair: 'Do it in the dashboard itself. Programs use an API key in place of a session.',
  });
}

function comesFromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  return origin !== undefined && URL.parse(origin)?.host === request.host;
}
