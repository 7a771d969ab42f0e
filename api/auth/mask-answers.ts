import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { noteExport } from '../../engine/access/note-export.ts';
import { holdsScope } from '../../engine/access/scopes.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { actorOf, missingScope } from './authenticate.ts';
import { maskJsonBut } from './mask-json.ts';
import { holdsMask, maskPhones } from './mask-phones.ts';
import { maskStream } from './mask-stream.ts';
import { createOwnNumbers } from './own-numbers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answer is the number that was asked for: shown in full, and in the audit trail. */
    reveals?: boolean;
    /** The number in its own body's `phone` is not hidden from whoever has just typed it. */
    echoesPhone?: boolean;
  }
  interface FastifyRequest {
    /** A text as this caller may see it: to people, phone numbers that are not ours are masked. */
    masked: (text: string) => string;
    /** The caller asked for a list with full numbers, and may have it. */
    revealed: boolean;
  }
}

/**
 * Fields with what operators write for everybody, and edit: a number in there is no customer's, and masked it would be
 * stored so.
 */
const OWN_TEXTS: Readonly<Record<string, readonly string[]>> = {
  '/v1/templates': ['body'],
  '/v1/replies': ['own', 'effective'],
  '/v1/numbers/:numberId/replies': ['own', 'effective'],
  '/v1/campaigns/:campaignId': ['settings'],
  '/v1/campaigns/:campaignId/settings': ['settings'],
  '/v1/programmes': ['settings'],
  '/v1/programmes/:programmeId': ['settings'],
  '/v1/programmes/:programmeId/versions': ['settings'],
};

/** Rows as they were uploaded, numbers in whatever form: not for those who may see none. */
const RAW_LISTS = new Set(['/v1/imports/:importId/rejects.csv']);

const READABLE = /^(application\/(problem\+)?json|text\/)/;

/**
 * Hides phone numbers in everything that a person is answered: JSON, refusals, CSV. One hook over all routes, so that
 * no route can forget it. Lists as CSV come in full with `?reveal=true` for those who may see numbers, audited.
 */
export function maskAnswers(app: FastifyInstance, deps: Pick<EngineDeps, 'db' | 'readDb' | 'log'>): void {
  const ours = createOwnNumbers(deps);
  app.decorateRequest('masked', (text: string) => text);
  app.decorateRequest('revealed', false);

  app.addHook('onRequest', async (request) => {
    if (request.caller?.kind !== 'user') return;
    await ours.load();
    request.masked = (text) => maskPhones(text, ours.known());
  });
  app.addHook('preValidation', async (request) => {
    request.revealed = takeReveal(request);
    if (request.caller?.kind !== 'user') return;
    const mayReveal = holdsScope(request.caller.scopes, 'phones:reveal');
    const { url = '' } = request.routeOptions;
    if ((request.revealed || RAW_LISTS.has(url)) && !mayReveal) throw missingScope(request.caller, 'phones:reveal');
    if (isPlain(request.body) && holdsMask(JSON.stringify(request.body))) {
      throw new ProblemError(422, 'number_masked', 'A number in this is masked: stored like this it would be lost.', {
        repair: 'Reveal the number first, or type it again.',
      });
    }
  });
  app.addHook('preHandler', async (request) => {
    if (request.caller?.kind !== 'user' || request.routeOptions.config.echoesPhone !== true) return;
    const typed = typedPhone(request.body);
    if (typed !== null) request.masked = (text) => maskPhones(text, new Set([...ours.known(), typed]));
  });
  app.addHook('preHandler', async (request) => {
    if (request.caller?.kind !== 'user' || !request.revealed) return;
    const [path = '', query = ''] = request.url.split('?');
    const [list, filter] = [path, decodeURIComponent(query)].map((text) => request.masked(text));
    await noteExport(deps, { actor: actorOf(request), list: list ?? '', filter: filter ?? '' });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.caller?.kind !== 'user' || !isMasked(request, reply)) return payload;
    const own = reply.statusCode < 400 ? OWN_TEXTS[request.routeOptions.url ?? ''] : undefined;
    if (typeof payload === 'string' && own) return maskJsonBut(payload, own, request.masked);
    if (typeof payload === 'string') return request.masked(payload);
    if (payload instanceof Buffer) return request.masked(payload.toString());
    if (!(payload instanceof Readable)) return payload;
    reply.removeHeader('content-length');
    return maskStream(payload, request.masked);
  });
}

function isMasked(request: FastifyRequest, reply: FastifyReply): boolean {
  if (!READABLE.test(String(reply.getHeader('content-type') ?? ''))) return false;
  // A refusal never has anything to show in full.
  if (reply.statusCode >= 400) return true;
  return !request.revealed && request.routeOptions.config.reveals !== true;
}

/** Takes `reveal` out of the query of a list as CSV: no list's own schema needs to know it. */
function takeReveal(request: FastifyRequest): boolean {
  const { query } = request;
  if (!request.routeOptions.url?.endsWith('.csv') || !isPlain(query) || !('reveal' in query)) return false;
  const asked = query.reveal === 'true';
  Reflect.deleteProperty(query, 'reveal');
  return asked;
}

const typedPhone = (body: unknown): string | null =>
  isPlain(body) && 'phone' in body && typeof body.phone === 'string' ? body.phone.replace(/\D/g, '') : null;

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !('pipe' in value) && !(value instanceof Uint8Array);
