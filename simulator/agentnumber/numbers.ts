import { isObject } from '../http/exchange.ts';
import type { JsonObject, Reply } from '../http/exchange.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, PhoneNumber } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import type { Envelope } from './envelope.ts';

const CONFIG_FIELDS = [
  'system_prompt',
  'first_message',
  'voice_id',
  'webhook_url',
  'inbound_mode',
  'metadata',
] as const;

const configOf = (body: JsonObject): JsonObject => {
  const config: JsonObject = {};
  for (const field of CONFIG_FIELDS) if (body[field] !== undefined) config[field] = body[field];
  return config;
};

const view = ({ id, phone, config, status, createdAtMs }: PhoneNumber): JsonObject => ({
  id,
  phone_number: phone,
  voice_mode: typeof config['webhook_url'] === 'string' ? 'webhook' : 'managed',
  system_prompt: config['system_prompt'] ?? null,
  first_message: config['first_message'] ?? null,
  voice_id: config['voice_id'] ?? null,
  webhook_url: config['webhook_url'] ?? null,
  inbound_mode: config['inbound_mode'] ?? 'autopilot',
  metadata: config['metadata'] ?? {},
  status,
  created_at: isoOf(createdAtMs),
});

/** `POST /numbers`: managed mode by a prompt alone (as documented), or webhook mode by an address. */
export const provisionNumber = (sim: Simulation, envelope: Envelope, account: Account, body: unknown): Reply => {
  if (!account.numberWindow.tryTake(sim.clock.nowMs())) return envelope.tooMany();
  if (!isObject(body)) return envelope.invalid('Request body must be a JSON object.');
  const { area_code: areaCode, system_prompt: prompt, webhook_url: webhookUrl } = body;
  if (areaCode !== undefined && (typeof areaCode !== 'string' || !/^[2-9]\d\d$/.test(areaCode))) {
    return envelope.invalid('area_code must be three digits.');
  }
  if (typeof prompt !== 'string' && typeof webhookUrl !== 'string') {
    return envelope.invalid('Either system_prompt or webhook_url is required.');
  }
  if (typeof webhookUrl === 'string' && !URL.canParse(webhookUrl))
    return envelope.invalid('webhook_url must be a URL.');
  const priceMicros = sim.options.numberPriceCents * MICROS_PER_CENT;
  if (account.balanceMicros !== null && account.balanceMicros < priceMicros) return envelope.noCredit();
  if (account.balanceMicros !== null) account.balanceMicros -= priceMicros;
  sim.judge.charge('number', priceMicros);
  const number = sim.accounts.addNumber(account, areaCode === undefined ? {} : { areaCode });
  number.config = configOf(body);
  return envelope.data(201, view(number));
};

export const listNumbers = (envelope: Envelope, account: Account): Reply =>
  envelope.data(
    200,
    [...account.numbers.values()]
      .filter(({ status }) => status === 'active')
      .toReversed()
      .map(view),
  );

export const readNumber = (envelope: Envelope, account: Account, id: string): Reply => {
  const number = account.numbers.get(id);
  return number === undefined ? envelope.notFound('Number') : envelope.data(200, view(number));
};

/** `PATCH /numbers/:id` and `DELETE /numbers/:id`. */
export const changeNumber = (
  sim: Simulation,
  envelope: Envelope,
  account: Account,
  id: string,
  method: string,
  body: unknown,
): Reply => {
  const number = account.numbers.get(id);
  if (number === undefined || number.status !== 'active') return envelope.notFound('Number');
  number.updatedAtMs = sim.clock.nowMs();
  if (method === 'DELETE') {
    number.status = 'released';
    return envelope.data(200, { id, deleted: true });
  }
  if (!isObject(body)) return envelope.invalid('Request body must be a JSON object.');
  Object.assign(number.config, configOf(body));
  return envelope.data(200, view(number));
};
