import {
  ProviderReadError,
  type CreateResult,
  type PlaceCall,
  type PlaceResult,
  type SendControl,
} from '../../engine/ports.ts';
import { createResultOf, placeResultOf, type AnswerReader } from '../answers.ts';
import { changeOnce } from '../http/change-once.ts';
import type { Http } from '../http/http.ts';
import { openStream } from '../http/open-stream.ts';
import { readSafely } from '../http/read-safely.ts';
import { sendOnce } from '../http/send-once.ts';
import { given, jsonOf, listOf, objectOf, objectsOf, textOf, type JsonObject } from '../json.ts';
import { redact } from '../redact.ts';
import { errorOf, refusedOf } from './envelope.ts';
import { agentPath, agentWebhookField, outboundCallBody, type CartesiaVersion } from './version.ts';

export interface CursorQuery {
  starting_after?: string;
  ending_before?: string;
  /** 1-100, 10 when absent. */
  limit?: number;
}

export interface PhoneNumberQuery extends CursorQuery {
  agent_id?: string;
  provider_id?: string;
  type?: 'twilio' | 'cartesia' | 'sip_trunk';
  /** Searches phone, label and the agent's name. */
  q?: string;
}

export interface CallQuery extends CursorQuery {
  agent_id: string;
  expand?: 'transcript';
}

export interface Page {
  items: JsonObject[];
  /** Id to continue after; absent on the last page. */
  nextAfter?: string;
}

export interface LegacyPhoneNumber {
  agentRef: string;
  phone: string;
  isCartesiaManaged: boolean;
}

const idPath = (path: string, id: string): string => `${path}/${encodeURIComponent(id)}`;

const objectReader: AnswerReader<JsonObject> = {
  created: (body) => {
    const value = objectOf(jsonOf(body));
    return value === undefined || textOf(value['id']) === undefined ? undefined : { value };
  },
  refused: refusedOf,
};

/** The one entry of `calls`: a failure of a destination comes inside a 200, without `agent_call_id`. */
const callReader: AnswerReader<string> = {
  created: (body) => {
    const calls = listOf(objectOf(jsonOf(body))?.['calls']);
    const call = calls.length === 1 ? objectOf(calls[0]) : undefined;
    const value = textOf(call?.['agent_call_id']);
    if (value !== undefined) return { value };
    const error = objectOf(call?.['error']);
    const words = textOf(error?.['message']) ?? textOf(call?.['error']) ?? textOf(error?.['title']);
    if (error === undefined && words === undefined) return undefined;
    return { refusal: 'invalid', message: redact(words ?? 'the destination was refused') };
  },
  refused: refusedOf,
};

/** Every endpoint of Cartesia's agents interface that Outdial uses. Creates are sent once; reads throw ProviderReadError. */
export class CartesiaClient {
  readonly #http: Http;
  readonly #version: CartesiaVersion;

  constructor(http: Http, version: CartesiaVersion) {
    this.#http = http;
    this.#version = version;
  }

  async placeCall(request: PlaceCall, control: SendControl): Promise<PlaceResult> {
    const body = outboundCallBody(this.#version, request);
    const answer = await sendOnce(this.#http, {
      method: 'POST',
      path: '/agents/calls',
      body,
      mayStart: control.mayStart,
    });
    return placeResultOf(answer, callReader);
  }

  getCall(id: string): Promise<JsonObject | null> {
    return this.#get(idPath('/agents/calls', id));
  }

  listCalls(query: CallQuery): Promise<Page> {
    return this.#list('/agents/calls', { ...query }, query.limit);
  }

  /** Hangs up a call in `started`; false when its state does not allow it, or it does not exist. */
  async cancelCall(id: string): Promise<boolean> {
    const path = `${idPath('/agents/calls', id)}/cancel`;
    const { status } = await changeOnce(this.#http, { method: 'POST', path }, [400, 404]);
    return status < 300;
  }

  /** The recording as WAV; null when there is none. */
  openAudio(callId: string): Promise<{ bytes: AsyncIterable<Uint8Array>; contentType: string } | null> {
    return openStream(this.#http, `${idPath('/agents/calls', callId)}/audio`);
  }

  getAgent(id: string): Promise<JsonObject | null> {
    return this.#get(agentPath(this.#version, id));
  }

  /** The legacy list of an agent's numbers. It has no ids, so it cannot supply a caller id. */
  async listAgentPhoneNumbers(agentRef: string): Promise<LegacyPhoneNumber[]> {
    const { items } = await this.#list(`${agentPath(this.#version, agentRef)}/phone-numbers`, {}, undefined);
    return items.flatMap((item) => {
      const phone = textOf(item['number']);
      if (phone === undefined) return [];
      return [
        {
          agentRef: textOf(item['agent_id']) ?? agentRef,
          phone,
          isCartesiaManaged: item['is_cartesia_managed'] === true,
        },
      ];
    });
  }

  listPhoneNumbers(query: PhoneNumberQuery): Promise<Page> {
    return this.#list('/agents/phone-numbers', { ...query }, query.limit);
  }

  getPhoneNumber(id: string): Promise<JsonObject | null> {
    return this.#get(idPath('/agents/phone-numbers', id));
  }

  /** Orders a number at Cartesia: 201; 402 `quota_exceeded`; 404 for an unknown agent. */
  async provisionNumber(request: { label: string; agentRef?: string }): Promise<CreateResult<JsonObject>> {
    const body = { label: request.label, ...given('agent_id', request.agentRef) };
    const answer = await sendOnce(this.#http, {
      method: 'POST',
      path: '/agents/phone-numbers/provision',
      body,
    });
    return createResultOf(answer, objectReader);
  }

  /** `agent_id` null takes the number off its agent. */
  updatePhoneNumber(id: string, change: { label?: string; agent_id?: string | null }): Promise<JsonObject> {
    return this.#change('PATCH', idPath('/agents/phone-numbers', id), change);
  }

  async releaseNumber(id: string): Promise<CreateResult<null>> {
    const answer = await sendOnce(this.#http, {
      method: 'DELETE',
      path: idPath('/agents/phone-numbers', id),
    });
    return createResultOf(answer, { created: () => ({ value: null }), refused: refusedOf });
  }

  createWebhook(request: { url: string; secret: string; display_name?: string }): Promise<JsonObject> {
    return this.#change('POST', '/agents/webhooks', request);
  }

  listWebhooks(query: CursorQuery): Promise<Page> {
    return this.#list('/agents/webhooks', { ...query }, query.limit);
  }

  updateWebhook(id: string, change: { url?: string; secret?: string; display_name?: string }): Promise<JsonObject> {
    return this.#change('PATCH', idPath('/agents/webhooks', id), change);
  }

  /** Not in the published pages; assumed beside the documented PATCH. One that is gone already is fine. */
  async deleteWebhook(id: string): Promise<void> {
    await changeOnce(this.#http, { method: 'DELETE', path: idPath('/agents/webhooks', id) }, [404]);
  }

  /** Makes an agent report to a webhook; null takes it off. An agent has one webhook, which gets every event. */
  async attachWebhook(agentRef: string, webhookRef: string | null): Promise<void> {
    const body = { [agentWebhookField(this.#version)]: webhookRef };
    await changeOnce(this.#http, {
      method: 'PATCH',
      path: agentPath(this.#version, agentRef),
      body,
    });
  }

  close(): Promise<void> {
    return this.#http.agent.close();
  }

  /** Null only on the provider's own 404: a proxy's page says nothing about the object. */
  async #get(path: string): Promise<JsonObject | null> {
    const { status, body } = await readSafely(this.#http, { path, alsoAnswers: [404] });
    if (status === 404) {
      if (errorOf(body) !== undefined) return null;
      throw new ProviderReadError(`GET ${path}: 404 from something else than Cartesia`, {
        status,
        retryable: true,
      });
    }
    return this.#object(`GET ${path}`, body);
  }

  /** Both list shapes: `{data, has_more}`, `{data, next_page}`, and the legacy bare array. */
  async #list(path: string, query: Record<string, string | number | undefined>, limit = 10): Promise<Page> {
    const { body } = await readSafely(this.#http, { path, query });
    const parsed = jsonOf(body);
    const legacy = objectsOf(parsed);
    if (legacy !== undefined) return { items: legacy };
    const root = objectOf(parsed);
    const items = objectsOf(root?.['data']);
    if (items === undefined) throw new ProviderReadError(`GET ${path}: not a list`, { retryable: true });
    const hasMore = root?.['has_more'];
    const more =
      typeof hasMore === 'boolean'
        ? hasMore
        : root?.['next_page'] === undefined
          ? items.length >= limit
          : root['next_page'] !== null;
    // The last id works as cursor in both shapes; what `next_page` holds is not published.
    return { items, ...given('nextAfter', more ? textOf(items.at(-1)?.['id']) : undefined) };
  }

  async #change(method: 'POST' | 'PATCH', path: string, change: object): Promise<JsonObject> {
    const { body } = await changeOnce(this.#http, { method, path, body: change });
    return this.#object(`${method} ${path}`, body);
  }

  #object(what: string, body: Buffer): JsonObject {
    const value = objectOf(jsonOf(body));
    if (value === undefined) throw new ProviderReadError(`${what}: unreadable answer`, { retryable: true });
    return value;
  }
}
