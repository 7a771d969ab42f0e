import {
  ProviderReadError,
  type CreateResult,
  type ListRecent,
  type PlaceCall,
  type PlaceResult,
  type ProviderNumber,
  type ProviderRecord,
  type SendControl,
  type Telephony,
} from '../../engine/ports.ts';
import { given, listOf, objectOf, textOf, type JsonObject } from '../json.ts';
import { CARTESIA_CAPABILITIES } from './capabilities.ts';
import type { CartesiaClient } from './client.ts';
import { callRecordOf, numberRecordOf, transcriptOf } from './records.ts';
import { parseCartesiaWebhook } from './webhook.ts';

/** Largest page that the provider gives. */
const PAGE_LIMIT = 100;
/** An organisation has 10 numbers on the largest public plan: a list that never ends is a fault, not a fleet. */
const MOST_PAGES = 50;
const DEFAULT_LABEL = 'Outdial';

const placeCall = async (client: CartesiaClient, request: PlaceCall, control: SendControl): Promise<PlaceResult> =>
  request.agentRef === undefined
    ? { kind: 'not_sent', message: 'a call at Cartesia must name its agent' }
    : client.placeCall(request, control);

const listRecent = async (
  client: CartesiaClient,
  query: ListRecent,
): Promise<{ records: ProviderRecord[]; nextCursor?: string }> => {
  if (query.channel === 'sms') return { records: [] };
  if (query.agentRef === undefined) {
    throw new ProviderReadError('Cartesia lists calls by agent only', {
      retryable: false,
      refusal: 'invalid',
    });
  }
  const { items, nextAfter } = await client.listCalls({
    agent_id: query.agentRef,
    limit: PAGE_LIMIT,
    ...given('starting_after', query.cursor),
  });
  return {
    records: items.flatMap((item) => callRecordOf(item) ?? []),
    ...given('nextCursor', nextAfter),
  };
};

const listNumbers = async (client: CartesiaClient): Promise<ProviderNumber[]> => {
  const numbers: ProviderNumber[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, nextAfter } = await client.listPhoneNumbers({
      limit: PAGE_LIMIT,
      ...given('starting_after', after),
    });
    numbers.push(...items.flatMap((item) => numberRecordOf(item) ?? []));
    if (nextAfter === undefined) return numbers;
    after = nextAfter;
  }
  throw new ProviderReadError(`more than ${MOST_PAGES} pages of numbers`, { retryable: false });
};

const numberOrThrow = (source: JsonObject): ProviderNumber => {
  const number = numberRecordOf(source);
  if (number === undefined) throw new ProviderReadError('a number without id or phone', { retryable: false });
  return number;
};

const provisioned = (result: CreateResult<JsonObject>): CreateResult<ProviderNumber> => {
  if (result.kind !== 'done') return result;
  const value = numberRecordOf(result.value);
  // Ordered, but which one it is cannot be told from the answer.
  return value === undefined ? { kind: 'ambiguous', message: 'a number without phone' } : { kind: 'done', value };
};

/** Creates the webhook and makes the agents report to it; when that fails it is taken away again. */
const registerWebhook = async (
  client: CartesiaClient,
  url: string,
  secret: string,
  agentRefs: readonly string[],
): Promise<{ webhookRef: string; secret: string }> => {
  const created = await client.createWebhook({ url, secret, display_name: DEFAULT_LABEL });
  const webhookRef = textOf(created['id']);
  if (webhookRef === undefined) throw new ProviderReadError('a webhook without id', { retryable: false });
  try {
    for (const agentRef of agentRefs) await client.attachWebhook(agentRef, webhookRef);
  } catch (error) {
    await client.deleteWebhook(webhookRef).catch(() => undefined);
    throw error;
  }
  return { webhookRef, secret: textOf(created['secret']) ?? secret };
};

/** A number that still belongs to an agent cannot be released, so it is taken off its agent first. */
const releaseNumber = async (client: CartesiaClient, providerRef: string): Promise<CreateResult<null>> => {
  try {
    await client.updatePhoneNumber(providerRef, { agent_id: null });
  } catch (error) {
    if (!(error instanceof ProviderReadError)) throw error;
    const { message } = error;
    const { refusal } = error.details;
    return refusal === undefined ? { kind: 'not_sent', message } : { kind: 'refused', refusal, message };
  }
  return client.releaseNumber(providerRef);
};

/** Cartesia behind the engine's port. */
export const cartesiaTelephony = (client: CartesiaClient): Telephony => ({
  capabilities: CARTESIA_CAPABILITIES,
  placeCall: (request, control) => placeCall(client, request, control),
  sendText: async () => ({ kind: 'not_sent', message: 'Cartesia has no SMS' }),
  read: async (channel, providerRef) => {
    const call = channel === 'call' ? await client.getCall(providerRef) : null;
    return call === null ? null : (callRecordOf(call) ?? null);
  },
  listRecent: (query) => listRecent(client, query),
  // It has no texts.
  listReceivedTexts: async () => ({ events: [] }),
  readTranscript: async (providerRef) => {
    const call = await client.getCall(providerRef);
    return call === null ? 'none' : transcriptOf(call);
  },
  readRecording: async (providerRef) => (await client.openAudio(providerRef)) ?? 'none',
  readBalance: async () => null,
  check: async () => {
    await client.listPhoneNumbers({ limit: 1 });
  },
  listNumbers: () => listNumbers(client),
  provisionNumber: async ({ label, agentRef }) =>
    provisioned(
      await client.provisionNumber({
        label: label ?? DEFAULT_LABEL,
        ...given('agentRef', agentRef),
      }),
    ),
  updateNumber: async (providerRef, { label, agentRef }) =>
    numberOrThrow(
      await client.updatePhoneNumber(providerRef, {
        ...given('label', label),
        ...given('agent_id', agentRef),
      }),
    ),
  releaseNumber: (providerRef) => releaseNumber(client, providerRef),
  purchaseCredit: async () => ({
    kind: 'not_sent',
    message: 'Cartesia sells no credit through its interface',
  }),
  readAgent: async (agentRef) => {
    const agent = await client.getAgent(agentRef);
    if (agent === null) return null;
    const phones = listOf(agent['phone_numbers']).flatMap((item) => textOf(objectOf(item)?.['number']) ?? []);
    return {
      agentRef: textOf(agent['id']) ?? agentRef,
      name: textOf(agent['name']) ?? agentRef,
      phones,
    };
  },
  registerWebhook: (url, secret, agentRefs) => registerWebhook(client, url, secret, agentRefs),
  deleteWebhook: (webhookRef) => client.deleteWebhook(webhookRef),
  parseWebhook: parseCartesiaWebhook,
});
