import type {
  CreateResult,
  PlaceCall,
  PlaceResult,
  ProvisionNumber,
  SendControl,
  SendText,
} from '../../engine/ports.ts';
import { ProviderReadError } from '../../engine/ports.ts';
import { createResultOf, placeResultOf, type AnswerReader, type ProviderSays } from '../answers.ts';
import { changeOnce } from '../http/change-once.ts';
import type { Http } from '../http/http.ts';
import { readSafely } from '../http/read-safely.ts';
import { sendOnce } from '../http/send-once.ts';
import { given, jsonOf, listOf, numberOf, objectOf, objectsOf, textOf, type JsonObject } from '../json.ts';
import { dataOf, errorOf, refusedOf } from './envelope.ts';
import { microsOfCents } from './outcomes.ts';

/** The six events of the provider's document. */
export const AGENTNUMBER_EVENTS = [
  'call.started',
  'call.ended',
  'call.transcript.ready',
  'call.recording.ready',
  'sms.sent',
  'sms.received',
] as const;

/** Objects as the provider gives them; what is missing in an answer is missing here. */
export interface Page {
  items: JsonObject[];
  total?: number;
}

export interface Webhook {
  id: string;
  url?: string;
  events: string[];
  active: boolean;
  /** Only in the answer that creates it. */
  secret?: string;
}

export interface ListQuery {
  number_id?: string;
  direction?: 'inbound' | 'outbound';
  since?: string;
  status?: string;
  limit?: number;
  offset?: number;
}

/** `ready` false: 404 `not_ready`. Null: no such call. */
export type Readiness = { ready: true; data: JsonObject } | { ready: false } | null;

const idPath = (path: string, id: string): string => `${path}/${encodeURIComponent(id)}`;

const reader = <T>(valueOf: (data: JsonObject) => T | undefined): AnswerReader<T> => ({
  created: (body) => {
    const data = dataOf(body);
    const value = data === undefined ? undefined : valueOf(data);
    return value === undefined ? undefined : { value };
  },
  refused: refusedOf,
});

const idReader = reader((data) => textOf(data['id']));

// The source answers an unpaid purchase with payment terms instead of an error: a second meaning of 402.
const termsOf = (status: number, body: Buffer): ProviderSays | undefined => {
  const root = objectOf(jsonOf(body));
  const asks = status === 402 && (root?.['x402Version'] !== undefined || Array.isArray(root?.['accepts']));
  return asks ? { refusal: 'no_credit', message: '402: the provider asks for a payment of its own kind' } : undefined;
};

const webhookOf = (data: JsonObject): Webhook | undefined => {
  const id = textOf(data['id']);
  if (id === undefined) return undefined;
  return {
    id,
    ...given('url', textOf(data['url'])),
    events: listOf(data['events']).flatMap((event) => textOf(event) ?? []),
    active: data['active'] !== false,
    ...given('secret', textOf(data['secret'])),
  };
};

/** The body of `POST /numbers` and of PATCH: only what the provider's document names. */
const numberBody = (request: Partial<ProvisionNumber>): object => ({
  ...given('system_prompt', request.systemPrompt),
  ...given('webhook_url', request.voiceWebhookUrl),
  ...given('area_code', request.areaCode),
  ...given('voice_id', request.voiceId),
  ...given('first_message', request.firstMessage),
  ...given('inbound_mode', request.inboundMode),
  ...metadataOf(request),
});

// A label has no field of its own here.
const metadataOf = ({ label, metadata }: Partial<ProvisionNumber>): object =>
  label === undefined && metadata === undefined ? {} : { metadata: { ...metadata, ...given('label', label) } };

/** Every endpoint of AgentNumber's api/v0. Creates are sent once; reads throw ProviderReadError. */
export class AgentNumberClient {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  async placeCall(request: PlaceCall, control: SendControl): Promise<PlaceResult> {
    const body = {
      from: request.fromRef,
      to: request.to,
      metadata: { attempt_id: request.attemptId },
    };
    const answer = await sendOnce(this.#http, {
      method: 'POST',
      path: '/calls',
      body,
      mayStart: control.mayStart,
    });
    return placeResultOf(answer, idReader);
  }

  async sendText(request: SendText, control: SendControl): Promise<PlaceResult> {
    const { fromRef: from, to, text, attemptId } = request;
    const body = { from, to, body: text, metadata: { attempt_id: attemptId } };
    const answer = await sendOnce(this.#http, {
      method: 'POST',
      path: '/sms',
      body,
      mayStart: control.mayStart,
    });
    return placeResultOf(answer, idReader);
  }

  getCall(id: string): Promise<JsonObject | null> {
    return this.#get(idPath('/calls', id));
  }

  getSms(id: string): Promise<JsonObject | null> {
    return this.#get(idPath('/sms', id));
  }

  getNumber(id: string): Promise<JsonObject | null> {
    return this.#get(idPath('/numbers', id));
  }

  /** The only documented filter of calls is `number_id`. */
  listCalls(query: Pick<ListQuery, 'number_id' | 'limit' | 'offset'>): Promise<Page> {
    return this.#list('/calls', query);
  }

  listSms(query: ListQuery): Promise<Page> {
    return this.#list('/sms', query);
  }

  async listNumbers(): Promise<JsonObject[]> {
    return (await this.#list('/numbers', {})).items;
  }

  getTranscript(callId: string): Promise<Readiness> {
    return this.#getWhenReady(`${idPath('/calls', callId)}/transcript`);
  }

  getRecording(callId: string): Promise<Readiness> {
    return this.#getWhenReady(`${idPath('/calls', callId)}/recording`);
  }

  /** Managed mode with `systemPrompt`, webhook mode with `voiceWebhookUrl`. */
  async provisionNumber(request: ProvisionNumber): Promise<CreateResult<JsonObject>> {
    const answer = await sendOnce(this.#http, {
      method: 'POST',
      path: '/numbers',
      body: numberBody(request),
    });
    return createResultOf(
      answer,
      reader((data) => (textOf(data['id']) === undefined ? undefined : data)),
    );
  }

  async updateNumber(id: string, change: Partial<ProvisionNumber>): Promise<JsonObject> {
    const path = idPath('/numbers', id);
    const { body } = await changeOnce(this.#http, {
      method: 'PATCH',
      path,
      body: numberBody(change),
    });
    return this.#data(`PATCH ${path}`, body);
  }

  async releaseNumber(id: string): Promise<CreateResult<null>> {
    const answer = await sendOnce(this.#http, { method: 'DELETE', path: idPath('/numbers', id) });
    return createResultOf(answer, { created: () => ({ value: null }), refused: refusedOf });
  }

  async readBalanceMicros(): Promise<number> {
    const { body } = await readSafely(this.#http, { path: '/credits/balance' });
    const cents = numberOf(this.#data('GET /credits/balance', body)['balance_cents']);
    if (cents === undefined)
      throw new ProviderReadError('GET /credits/balance: no balance_cents', { retryable: false });
    return microsOfCents(cents);
  }

  /** Whole cents; the document sells packs of $10. Never automatic: an operator's explicit command. */
  async purchaseCredit(amountCents: number): Promise<CreateResult<{ balanceMicros?: number }>> {
    const body = { amount_cents: amountCents };
    const answer = await sendOnce(this.#http, { method: 'POST', path: '/credits/purchase', body });
    return createResultOf(answer, {
      ...reader((data) => {
        const cents = numberOf(data['balance_cents']);
        return given('balanceMicros', cents === undefined ? undefined : microsOfCents(cents));
      }),
      refused: (status, bytes) => refusedOf(status, bytes) ?? termsOf(status, bytes),
    });
  }

  /** An empty list of events means all of them. The answer holds the secret, this once. */
  async registerWebhook(url: string, events: readonly string[]): Promise<Webhook> {
    const { body } = await changeOnce(this.#http, {
      method: 'POST',
      path: '/webhooks',
      body: { url, events },
    });
    return this.#webhook('POST /webhooks', body);
  }

  async listWebhooks(): Promise<Webhook[]> {
    return (await this.#list('/webhooks', {})).items.flatMap((item) => webhookOf(item) ?? []);
  }

  async updateWebhook(id: string, change: { url?: string; events?: string[]; active?: boolean }): Promise<Webhook> {
    const path = idPath('/webhooks', id);
    const { body } = await changeOnce(this.#http, { method: 'PATCH', path, body: change });
    return this.#webhook(`PATCH ${path}`, body);
  }

  /** One that is gone already is fine. */
  async deleteWebhook(id: string): Promise<void> {
    await changeOnce(this.#http, { method: 'DELETE', path: idPath('/webhooks', id) }, [404]);
  }

  close(): Promise<void> {
    return this.#http.agent.close();
  }

  /** Null only on the provider's own 404: a proxy's page says nothing about the object. */
  async #get(path: string): Promise<JsonObject | null> {
    const answer = await readSafely(this.#http, { path, alsoAnswers: [404] });
    if (answer.status !== 404) return this.#data(`GET ${path}`, answer.body);
    if (errorOf(answer.body) !== undefined) return null;
    throw new ProviderReadError(`GET ${path}: 404 from something else than AgentNumber`, {
      status: 404,
      retryable: true,
    });
  }

  async #getWhenReady(path: string): Promise<Readiness> {
    const answer = await readSafely(this.#http, { path, alsoAnswers: [404] });
    if (answer.status !== 404) return { ready: true, data: this.#data(`GET ${path}`, answer.body) };
    return errorOf(answer.body)?.code === 'not_found' ? null : { ready: false };
  }

  async #list(path: string, query: ListQuery): Promise<Page> {
    const { body } = await readSafely(this.#http, { path, query: { ...query } });
    const root = jsonOf(body);
    const items = objectsOf(root) ?? objectsOf(objectOf(root)?.['data']);
    if (items === undefined) throw new ProviderReadError(`GET ${path}: not a list`, { retryable: true });
    const total = numberOf(objectOf(objectOf(root)?.['pagination'])?.['total']);
    return { items, ...given('total', total) };
  }

  #data(what: string, body: Buffer): JsonObject {
    const data = dataOf(body);
    if (data === undefined) throw new ProviderReadError(`${what}: unreadable answer`, { retryable: true });
    return data;
  }

  #webhook(what: string, body: Buffer): Webhook {
    const webhook = webhookOf(this.#data(what, body));
    if (webhook === undefined) throw new ProviderReadError(`${what}: an answer without id`, { retryable: false });
    return webhook;
  }
}
