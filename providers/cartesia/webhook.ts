import { createHash, timingSafeEqual } from 'node:crypto';
import type { Fact } from '../../domain/fact.ts';
import type { IncomingWebhook, ParsedWebhook } from '../../engine/ports.ts';
import { given, instantOf, jsonOf, objectOf, textOf, type JsonObject } from '../json.ts';
import { attemptIdOf } from './version.ts';

const SECRET_HEADER = 'x-webhook-secret';

const sha256 = (value: string | Buffer): Buffer => createHash('sha256').update(value).digest();

/** The header is the secret itself; hashing both first makes the comparison independent of their lengths. */
const knowsSecret = (incoming: IncomingWebhook, secrets: readonly string[]): boolean => {
  const header = incoming.headers[SECRET_HEADER];
  if (typeof header !== 'string' || header === '') return false;
  const claimed = sha256(header);
  let matches = false;
  for (const secret of secrets) if (timingSafeEqual(claimed, sha256(secret))) matches = true;
  return matches;
};

/** The call that an event is about: the envelope's fields are not published, so it is looked for in three places. */
const callOf = (root: JsonObject): JsonObject | undefined => {
  const data = objectOf(root['data']);
  return objectOf(root['call']) ?? objectOf(data?.['call']) ?? (textOf(data?.['id']) === undefined ? undefined : data);
};

const factOf = (type: string, call: JsonObject | undefined, root: JsonObject, at: string | undefined): Fact => {
  const providerRef = textOf(call?.['id']) ?? textOf(root['call_id']);
  const subject = {
    ...given('providerRef', providerRef),
    ...given('attemptId', call === undefined ? undefined : attemptIdOf(call)),
  };
  if (providerRef !== undefined && type === 'call_started') return { kind: 'accepted', ...subject, ...given('at', at) };
  if (providerRef !== undefined && (type === 'call_completed' || type === 'call_failed')) {
    return { kind: 'hint', ...subject, ...given('at', at) };
  }
  return { kind: 'noted', name: type, ...subject };
};

/**
 * Reads one callback of Cartesia. It carries a shared secret but no signature (providers.md 1.9): an end is a `hint`
 * that the engine confirms by a read. Types that nobody knows yet are noted, as Cartesia asks of receivers.
 */
export const parseCartesiaWebhook = (incoming: IncomingWebhook, secrets: readonly string[]): ParsedWebhook => {
  if (!knowsSecret(incoming, secrets)) return { ok: false, reason: 'forged', message: 'secret is missing or wrong' };
  const root = objectOf(jsonOf(incoming.body));
  const type = textOf(root?.['type']) ?? textOf(root?.['event']);
  if (root === undefined || type === undefined) {
    return { ok: false, reason: 'unreadable', message: 'not an event of Cartesia' };
  }
  const fact = factOf(type, callOf(root), root, instantOf(root['timestamp'] ?? root['created_at']));
  const id = fact.kind === 'accepted' || fact.kind === 'hint' ? fact.providerRef : undefined;
  return {
    ok: true,
    events: [{ fact, dedupeKey: `${type}:${id ?? sha256(incoming.body).toString('hex').slice(0, 32)}` }],
  };
};
