import { randomBytes } from 'node:crypto';
import { isObject } from '../http/exchange.ts';
import type { JsonObject, Reply } from '../http/exchange.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, Webhook } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import type { Envelope } from './envelope.ts';
import { AGENTNUMBER_EVENTS } from './events.ts';

const isUrl = (value: unknown): value is string => typeof value === 'string' && URL.canParse(value);
const isEventList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((event) => AGENTNUMBER_EVENTS.some((known) => known === event));

const view = (webhook: Webhook): JsonObject => ({
  id: webhook.id,
  url: webhook.url,
  events: webhook.events,
  active: webhook.active,
  created_at: isoOf(webhook.createdAtMs),
});

/** `POST /webhooks`: the only answer that shows the secret. */
export const registerWebhook = (sim: Simulation, envelope: Envelope, account: Account, body: unknown): Reply => {
  if (!isObject(body) || !isUrl(body['url'])) return envelope.invalid('url is required.');
  const events = body['events'] ?? [];
  if (!isEventList(events)) return envelope.invalid('events has an unknown event.');
  const nowMs = sim.clock.nowMs();
  const webhook: Webhook = {
    id: sim.ids.next('wh_'),
    url: body['url'],
    secret: randomBytes(32).toString('hex'),
    events,
    active: true,
    displayName: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  account.webhooks.set(webhook.id, webhook);
  return envelope.data(201, { ...view(webhook), secret: webhook.secret });
};

export const listWebhooks = (envelope: Envelope, account: Account): Reply =>
  envelope.data(200, [...account.webhooks.values()].map(view));

/** `PATCH /webhooks/:id` and `DELETE /webhooks/:id`. */
export const changeWebhook = (
  envelope: Envelope,
  account: Account,
  id: string,
  method: string,
  body: unknown,
): Reply => {
  const webhook = account.webhooks.get(id);
  if (webhook === undefined) return envelope.notFound('Webhook');
  if (method === 'DELETE') {
    account.webhooks.delete(id);
    return envelope.data(200, { id, deleted: true });
  }
  if (!isObject(body)) return envelope.invalid('Request body must be a JSON object.');
  const { url = webhook.url, events = webhook.events, active = webhook.active } = body;
  if (!isUrl(url) || !isEventList(events) || typeof active !== 'boolean')
    return envelope.invalid('url, events or active.');
  Object.assign(webhook, { url, events, active });
  return envelope.data(200, view(webhook));
};
