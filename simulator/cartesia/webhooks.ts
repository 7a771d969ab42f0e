import { isObject, json, text } from '../http/exchange.ts';
import type { Exchange, JsonObject, Reply } from '../http/exchange.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, Webhook } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { readCursorPage } from './cursor-page.ts';
import type { CartesiaErrors } from './envelope.ts';

const view = (webhook: Webhook): JsonObject => ({
  id: webhook.id,
  url: webhook.url,
  display_name: webhook.displayName,
  created_at: isoOf(webhook.createdAtMs),
  updated_at: isoOf(webhook.updatedAtMs),
});

/** The documentation wants HTTPS; a receiver on the same machine has none, so http is let through. */
const isUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value);

/** `POST /agents/webhooks`: the customer brings the secret, and only this answer repeats it. */
export const registerWebhook = (sim: Simulation, errors: CartesiaErrors, account: Account, body: unknown): Reply => {
  if (!isObject(body) || !isUrl(body['url'])) return errors.invalid('url is required.');
  const { url, secret, display_name: displayName = null } = body;
  if (typeof url !== 'string' || typeof secret !== 'string' || secret === '')
    return errors.invalid('secret is required.');
  const nowMs = sim.clock.nowMs();
  const webhook: Webhook = {
    id: sim.ids.next('agent_webhook_'),
    url,
    secret,
    events: [],
    active: true,
    displayName: typeof displayName === 'string' ? displayName : null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  account.webhooks.set(webhook.id, webhook);
  return json(200, { ...view(webhook), secret });
};

export const listWebhooks = (errors: CartesiaErrors, account: Account, { query }: Exchange): Reply => {
  const webhooks = [...account.webhooks.values()];
  const page = readCursorPage(webhooks, query, (id) => webhooks.findIndex((webhook) => webhook.id === id));
  if (page === null) return errors.invalid('limit must be 1 to 100.');
  return json(200, { data: page.items.map(view), has_more: page.hasMore });
};

/** `GET`, `PATCH` and `DELETE /agents/webhooks/{id}`. */
export const oneWebhook = (
  sim: Simulation,
  errors: CartesiaErrors,
  account: Account,
  id: string,
  exchange: Exchange,
): Reply => {
  const webhook = account.webhooks.get(id);
  if (webhook === undefined) return errors.notFound('Webhook');
  if (exchange.method === 'DELETE') {
    account.webhooks.delete(id);
    for (const agent of account.agents.values()) if (agent.webhookId === id) agent.webhookId = null;
    return text(204, '');
  }
  if (exchange.method === 'PATCH') {
    const { body } = exchange;
    if (!isObject(body)) return errors.invalid('The body must be a JSON object.');
    const { url = webhook.url, secret = webhook.secret, display_name: displayName = webhook.displayName } = body;
    if (!isUrl(url) || typeof secret !== 'string') return errors.invalid('url or secret.');
    Object.assign(webhook, { url, secret, displayName, updatedAtMs: sim.clock.nowMs() });
  }
  return json(200, view(webhook));
};
