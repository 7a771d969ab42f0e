import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_DAYS } from '../../engine/access/start-session.ts';

/** A browser takes a `__Host-` cookie only with Secure, from this very host: no neighbour can plant one. */
const SECURE = '__Host-outdial';
/** Where the api is reached by plain http from another machine, browsers take no Secure cookie. */
const PLAIN = 'outdial';

const LOOPBACK = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** The token of the session that this browser has, or had. */
export function sessionToken(request: FastifyRequest): string | undefined {
  const { [SECURE]: secure, [PLAIN]: plain } = request.cookies;
  if (secure !== undefined) return secure;
  // Over https the plain name is not ours: a neighbouring host may have set it.
  return isLoopback(request) || !isSecure(request) ? plain : undefined;
}

/** Gives the browser its session: out of reach of scripts, and not sent along from other sites but on links. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = takesSecure(request);
  if (!secure && !isLoopback(request)) {
    request.log.warn({}, 'signed in over plain http from another machine: others can read along; put https in front');
  }
  reply.setCookie(secure ? SECURE : PLAIN, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: SESSION_DAYS * 86_400,
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(SECURE, { path: '/', httpOnly: true, sameSite: 'lax', secure: true });
  reply.clearCookie(PLAIN, { path: '/', httpOnly: true, sameSite: 'lax', secure: false });
}

/** Origin under which this browser reaches the api: behind a proxy only the browser knows it. */
export function originOf(request: FastifyRequest): string {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const ours = origin !== undefined && (site === 'same-origin' || URL.parse(origin)?.host === request.host);
  return ours ? origin : `${request.protocol}://${request.host}`;
}

const isLoopback = (request: FastifyRequest): boolean => LOOPBACK.test(request.host);

/** Browsers send fetch metadata to https and loopback alone, whatever proxy is between. */
const isSecure = ({ headers, protocol }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] !== undefined || protocol === 'https' || (headers.origin?.startsWith('https:') ?? false);

/** Browsers take Secure cookies from http on loopback too, but for Safari. */
function takesSecure(request: FastifyRequest): boolean {
  if (!isLoopback(request)) return isSecure(request);
  const agent = request.headers['user-agent'] ?? '';
  const overHttps = request.protocol === 'https' || (request.headers.origin?.startsWith('https:') ?? false);
  return overHttps || !(agent.includes('Safari/') && !/Chrom(e|ium)\//.test(agent));
}
