import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Fact } from '../../domain/fact.ts';
import type { IncomingWebhook, ParsedEvent, ParsedWebhook } from '../../engine/ports.ts';
import { given, instantOf, jsonOf, objectOf, phoneDigitsOf, textOf, type JsonObject } from '../json.ts';
import { endedOf } from './records.ts';

/** Lower-case hex HMAC-SHA256 of the raw body, no prefix, no timestamp (providers.md 2.7). */
const SIGNATURE_HEADER = 'x-agentnumber-signature';

const isSigned = (incoming: IncomingWebhook, secrets: readonly string[]): boolean => {
  const header = incoming.headers[SIGNATURE_HEADER];
  if (typeof header !== 'string' || !/^[0-9a-f]{64}$/i.test(header)) return false;
  const claimed = Buffer.from(header, 'hex');
  let matches = false;
  for (const secret of secrets) {
    // Anybody can sign with an empty key.
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(incoming.body).digest();
    if (timingSafeEqual(claimed, expected)) matches = true;
  }
  return matches;
};

type TextReceived = Extract<Fact, { kind: 'sms_received' }>;
const RECEIVED = 'sms.received';

const subjectOf = (providerRef: string, data: JsonObject): { providerRef: string; attemptId?: string } => ({
  providerRef,
  ...given('attemptId', textOf(objectOf(data['metadata'])?.['attempt_id'])),
});

const factOf = (event: string, data: JsonObject, at: string | undefined): Fact | undefined => {
  const callRef = textOf(data['call_id']);
  const messageRef = textOf(data['message_id']);
  if (data['direction'] === 'inbound' && event.startsWith('call.')) return { kind: 'noted', name: `inbound ${event}` };
  switch (event) {
    case 'call.started':
      return callRef === undefined ? undefined : { kind: 'accepted', ...subjectOf(callRef, data), ...given('at', at) };
    case 'call.ended':
      return callRef === undefined
        ? undefined
        : { kind: 'ended', ...subjectOf(callRef, data), ...endedOf(data), ...given('at', at) };
    case 'call.transcript.ready':
      return callRef === undefined ? undefined : { kind: 'transcript_ready', ...subjectOf(callRef, data) };
    case 'call.recording.ready':
      return callRef === undefined
        ? undefined
        : {
            kind: 'recording_ready',
            ...subjectOf(callRef, data),
            ...given('url', textOf(data['recording_url']) ?? textOf(data['url'])),
          };
    case 'sms.sent':
      return messageRef === undefined
        ? undefined
        : { kind: 'accepted', ...subjectOf(messageRef, data), ...given('at', at) };
    case RECEIVED:
      return receivedOf(messageRef, data, at);
    default:
      return { kind: 'noted', name: event, ...given('providerRef', callRef ?? messageRef) };
  }
};

/** A text from a person, from its event or from its object: both carry who, whom and what. */
const receivedOf = (
  messageRef: string | undefined,
  data: JsonObject,
  at: string | undefined,
): TextReceived | undefined => {
  const from = phoneDigitsOf(data['from']);
  if (messageRef === undefined || from === undefined) return undefined;
  return {
    kind: 'sms_received',
    messageRef,
    fromPhone: String(from),
    ...given('toPhone', phoneDigitsOf(data['to'])?.toString()),
    // An empty text is a text: what it means is not for the adapter to say.
    text: typeof data['body'] === 'string' ? data['body'] : '',
    ...given('at', at),
  };
};

/**
 * Verifies and reads one callback of AgentNumber. `secrets`: every one that is valid now (two while rotating).
 * There is no delivery id and no timestamp in the signature, so a late or repeated event is not refused here: the
 * dedupe key makes it harmless.
 */
export const parseAgentNumberWebhook = (incoming: IncomingWebhook, secrets: readonly string[]): ParsedWebhook => {
  if (!isSigned(incoming, secrets)) return { ok: false, reason: 'forged', message: 'signature is missing or wrong' };
  const root = objectOf(jsonOf(incoming.body));
  const event = textOf(root?.['event']);
  if (root === undefined || event === undefined) {
    return { ok: false, reason: 'unreadable', message: 'not an event of AgentNumber' };
  }
  const fact = factOf(event, objectOf(root['data']) ?? {}, instantOf(root['timestamp']));
  if (fact === undefined) return { ok: false, reason: 'unreadable', message: `${event} without its id` };
  return { ok: true, events: [{ fact, dedupeKey: dedupeKeyOf(event, fact, incoming.body) }] };
};

/** A text from a person as the provider lists it: under the key that its callback would have. */
export const receivedEventOf = (source: JsonObject): ParsedEvent | undefined => {
  const fact = receivedOf(textOf(source['id']), source, instantOf(source['created_at']));
  return fact && { fact, dedupeKey: `${RECEIVED}:${fact.messageRef}` };
};

const dedupeKeyOf = (event: string, fact: Fact, body: Buffer): string => {
  if (fact.kind === 'noted') return `${event}:${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
  return fact.kind === 'sms_received' ? `${event}:${fact.messageRef}` : `${event}:${fact.providerRef ?? ''}`;
};
