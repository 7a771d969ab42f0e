import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { noteExport } from '../../engine/access/note-export.ts';
import { holdsScope } from '../../engine/access/scopes.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { actorOf, missingScope } from './authenticate.ts';
import { maskAnyPhones, numbersIn } from './mask-any-phones.ts';
import { maskCsv } from './mask-csv.ts';
import { keepsDigits, maskDocument } from './mask-documents.ts';
import { maskJsonBut } from './mask-json.ts';
import { isOfList, shownForRepair } from './mask-lists.ts';
import { holdsMask, maskPhones } from './mask-phones.ts';
import { maskStream } from './mask-stream.ts';
import { createOwnNumbers } from './own-numbers.ts';
import { phoneHeaders } from './phone-cells.ts';

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
    /** A JSON document as this caller may see it. */
    maskedJson: (json: string) => string;
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
  // Paragraphs of laws look like numbers.
  '/v1/rules': ['rules'],
};

/** Rows as they were uploaded, numbers in whatever form: not for those who may see none. */
const RAW_LISTS = new Set(['/v1/imports/:importId/rejects.csv']);

const READABLE = /^(application\/(problem\+)?json|text\/)/;
const JSON_TYPE = /^application\/(problem\+)?json/;
const CSV_TYPE = /^text\/csv/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Hides phone numbers in everything that a person is answered: JSON, refusals, CSV. One hook over all routes, so that
 * no route can forget it. Numbers in full international form are hidden from everybody, and told one by one; lists as
 * CSV come in full with `?reveal=true` for those who may see numbers, audited. Who may see none is not shown them in any
 * other form either: cells as they were uploaded, what people said, what providers answered. Samples of a list are shown
 * to nobody, but for what is to be repaired.
 */
export function maskAnswers(app: FastifyInstance, deps: Pick<EngineDeps, 'db' | 'readDb' | 'log'>): void {
  const ours = createOwnNumbers(deps);
  app.decorateRequest('masked', (text: string) => text);
  app.decorateRequest('maskedJson', (json: string) => json);
  app.decorateRequest('revealed', false);

  app.addHook('onRequest', async (request) => {
    if (request.caller?.kind !== 'user') return;
    await ours.load();
    const mayReveal = holdsScope(request.caller.scopes, 'phones:reveal');
    request.masked = (text) => (mayReveal ? maskPhones : maskAnyPhones)(text, ours.known());
    request.maskedJson = (json) => (mayReveal ? request.masked(json) : maskDocument(json, { ours: ours.known() }));
  });
  app.addHook('preValidation', async (request) => {
    request.revealed = takeReveal(request);
    if (request.caller?.kind !== 'user') return;
    const mayReveal = holdsScope(request.caller.scopes, 'phones:reveal');
    const { url = '' } = request.routeOptions;
    const needsNumbers = request.revealed || RAW_LISTS.has(url) || narrowsTooFar(request.query, request.body);
    if (needsNumbers && !mayReveal) throw missingScope(request.caller, 'phones:reveal');
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
    const chosen = lengthOf(request.body, 'contactIds');
    const leftOut = lengthOf(request.body, 'exceptContactIds');
    await noteExport(deps, { actor: actorOf(request), list: list ?? '', filter: filter ?? '', chosen, leftOut });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.caller?.kind !== 'user' || !isMasked(request, reply)) return payload;
    const { url = '' } = request.routeOptions;
    const own = reply.statusCode < 400 ? (OWN_TEXTS[url] ?? []) : [];
    const mayReveal = holdsScope(request.caller.scopes, 'phones:reveal');
    const text = payload instanceof Buffer ? payload.toString() : payload;
    if (typeof text === 'string') {
      if (mayReveal && !isOfList(url)) {
        return own.length > 0 ? maskJsonBut(text, own, request.masked) : request.masked(text);
      }
      if (!isOf(reply, JSON_TYPE)) return request.masked(text);
      const headers = await headersOf(deps, request);
      const mayRepair = reply.statusCode < 400 && holdsScope(request.caller.scopes, 'imports:write');
      return maskDocument(text, {
        // Who may see numbers is not kept from those in the text that they have just written.
        ours: new Set([...ours.known(), ...(mayReveal ? numbersIn(JSON.stringify(request.body ?? null)) : [])]),
        kept: own,
        headers,
        ...(mayRepair ? { keptOf: shownForRepair(url, headers) } : {}),
      });
    }
    if (!(payload instanceof Readable)) return payload;
    reply.removeHeader('content-length');
    if (mayReveal || !isOf(reply, CSV_TYPE)) return maskStream(payload, request.masked);
    const inFull = (cell: string): string => maskPhones(cell, ours.known());
    return maskCsv(payload, (header) => (keepsDigits(header) ? inFull : request.masked));
  });
}

const isOf = (reply: FastifyReply, type: RegExp): boolean => type.test(String(reply.getHeader('content-type') ?? ''));

/** Which columns of a list hold numbers, for answers about that list. */
async function headersOf(deps: Pick<EngineDeps, 'readDb'>, { params }: FastifyRequest): Promise<ReadonlySet<string>> {
  const importId = isPlain(params) && 'importId' in params ? String(params.importId) : '';
  return UUID.test(importId) ? await phoneHeaders(deps, importId) : new Set();
}

function isMasked(request: FastifyRequest, reply: FastifyReply): boolean {
  if (!isOf(reply, READABLE)) return false;
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

/** As many digits as an area has that is named to everybody, like 1212. */
const AREA_DIGITS = 4;

/** Whether a list is asked for by more of the beginning of numbers: digit by digit that would tell all of them. */
function narrowsTooFar(...asked: readonly unknown[]): boolean {
  return asked.some((part) => {
    if (!isPlain(part)) return false;
    if ('prefix' in part && String(part.prefix).replace(/\D/g, '').length > AREA_DIGITS) return true;
    return 'filter' in part && narrowsTooFar(part.filter);
  });
}

const typedPhone = (body: unknown): string | null =>
  isPlain(body) && 'phone' in body && typeof body.phone === 'string' ? body.phone.replace(/\D/g, '') : null;

/** How many a list in a body names. */
function lengthOf(body: unknown, field: string): number | undefined {
  const list: unknown = isPlain(body) ? Reflect.get(body, field) : undefined;
  return Array.isArray(list) ? list.length : undefined;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !('pipe' in value) && !(value instanceof Uint8Array);
