import {
  ProviderReadError,
  type CreateResult,
  type ListRecent,
  type ParsedEvent,
  type ProviderNumber,
  type ProviderRecord,
  type Telephony,
} from '../../engine/ports.ts';
import type { TranscriptTurn } from '../../domain/fact.ts';
import { given, listOf, objectOf, textOf, type JsonObject } from '../json.ts';
import { AGENTNUMBER_CAPABILITIES } from './capabilities.ts';
import { AGENTNUMBER_EVENTS, type AgentNumberClient } from './client.ts';
import { callRecordOf, numberRecordOf, smsRecordOf } from './records.ts';
import { parseAgentNumberWebhook, receivedEventOf } from './webhook.ts';

/** Largest page that the provider gives. */
const PAGE_LIMIT = 100;
const MICROS_PER_CENT = 10_000;

const turnOf = (segment: unknown): TranscriptTurn[] => {
  const source = objectOf(segment);
  const text = textOf(source?.['content']) ?? textOf(source?.['text']);
  if (text === undefined) return [];
  const role = source?.['role'];
  return [{ role: role === 'assistant' ? 'agent' : role === 'user' ? 'person' : 'other', text }];
};

const numberOrThrow = (source: JsonObject): ProviderNumber => {
  const number = numberRecordOf(source);
  if (number === undefined) throw new ProviderReadError('a number without id or phone', { retryable: false });
  return number;
};

/** Its cursor is an offset. */
const pageAfter = (offset: number, count: number, total: number | undefined): { nextCursor?: string } => {
  const next = offset + count;
  const more = count > 0 && (total === undefined ? count >= PAGE_LIMIT : next < total);
  return given('nextCursor', more ? String(next) : undefined);
};

const listReceivedTexts = async (
  client: AgentNumberClient,
  { since, cursor }: { since: string; cursor?: string },
): Promise<{ events: ParsedEvent[]; nextCursor?: string }> => {
  const offset = Number(cursor ?? 0);
  const { items, total } = await client.listSms({ direction: 'inbound', since, limit: PAGE_LIMIT, offset });
  return { events: items.flatMap((item) => receivedEventOf(item) ?? []), ...pageAfter(offset, items.length, total) };
};

const listRecent = async (
  client: AgentNumberClient,
  query: ListRecent,
): Promise<{ records: ProviderRecord[]; nextCursor?: string }> => {
  const offset = Number(query.cursor ?? 0);
  const page = { ...given('number_id', query.numberRef), limit: PAGE_LIMIT, offset };
  const { items, total } =
    query.channel === 'call' ? await client.listCalls(page) : await client.listSms({ ...page, direction: 'outbound' });
  const recordOf = query.channel === 'call' ? callRecordOf : smsRecordOf;
  return {
    records: items.flatMap((item) => recordOf(item) ?? []),
    ...pageAfter(offset, items.length, total),
  };
};

const provisioned = (result: CreateResult<JsonObject>): CreateResult<ProviderNumber> => {
  if (result.kind !== 'done') return result;
  const value = numberRecordOf(result.value);
  // Bought, but which one it is cannot be told from the answer.
  return value === undefined ? { kind: 'ambiguous', message: 'a number without phone' } : { kind: 'done', value };
};

/** AgentNumber behind the engine's port. */
export const agentNumberTelephony = (client: AgentNumberClient): Telephony => ({
  capabilities: AGENTNUMBER_CAPABILITIES,
  placeCall: (request, control) => client.placeCall(request, control),
  sendText: (request, control) => client.sendText(request, control),
  read: async (channel, providerRef) => {
    const source = channel === 'call' ? await client.getCall(providerRef) : await client.getSms(providerRef);
    if (source === null) return null;
    return (channel === 'call' ? callRecordOf(source) : smsRecordOf(source)) ?? null;
  },
  listRecent: (query) => listRecent(client, query),
  listReceivedTexts: (query) => listReceivedTexts(client, query),
  readTranscript: async (providerRef) => {
    const answer = await client.getTranscript(providerRef);
    if (answer === null) return 'none';
    if (!answer.ready) return 'not_ready';
    const turns = listOf(answer.data['segments']).flatMap(turnOf);
    return turns.length === 0 ? 'none' : turns;
  },
  readRecording: async (providerRef) => {
    const answer = await client.getRecording(providerRef);
    if (answer === null) return 'none';
    const url = answer.ready ? (textOf(answer.data['url']) ?? textOf(answer.data['recording_url'])) : undefined;
    return url === undefined ? 'not_ready' : { url };
  },
  readBalance: () => client.readBalanceMicros(),
  check: async () => {
    await client.readBalanceMicros();
  },
  listNumbers: async () => (await client.listNumbers()).flatMap((item) => numberRecordOf(item) ?? []),
  provisionNumber: async (request) => provisioned(await client.provisionNumber(request)),
  updateNumber: async (providerRef, change) => numberOrThrow(await client.updateNumber(providerRef, change)),
  releaseNumber: (providerRef) => client.releaseNumber(providerRef),
  purchaseCredit: async (amountMicros) => {
    if (!Number.isInteger(amountMicros / MICROS_PER_CENT) || amountMicros <= 0) {
      return { kind: 'not_sent', message: 'the amount must be a positive number of whole cents' };
    }
    return client.purchaseCredit(amountMicros / MICROS_PER_CENT);
  },
  // Agents are not objects here: a number's own prompt or webhook answers.
  readAgent: async () => null,
  // The provider makes the secret itself, so ours is not used.
  registerWebhook: async (url) => {
    const webhook = await client.registerWebhook(url, AGENTNUMBER_EVENTS);
    if (webhook.secret === undefined) {
      throw new ProviderReadError(`webhook ${webhook.id} came without its secret`, {
        retryable: false,
      });
    }
    return { webhookRef: webhook.id, secret: webhook.secret };
  },
  deleteWebhook: (webhookRef) => client.deleteWebhook(webhookRef),
  parseWebhook: parseAgentNumberWebhook,
});
