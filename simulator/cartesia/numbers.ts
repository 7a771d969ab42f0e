import { isObject, json, text } from '../http/exchange.ts';
import type { Exchange, JsonObject, Reply } from '../http/exchange.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, PhoneNumber } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { readCursorPage } from './cursor-page.ts';
import type { CartesiaErrors } from './envelope.ts';

const PROVIDER_ID = 'provider_cartesia';

const view = (account: Account, number: PhoneNumber): JsonObject => {
  const agent = account.agents.get(number.agentId ?? '');
  return {
    id: number.id,
    label: number.label,
    number: number.phone,
    agent: agent === undefined ? null : { id: agent.id, name: agent.name },
    created_at: isoOf(number.createdAtMs),
    updated_at: isoOf(number.updatedAtMs),
  };
};

const matches = (account: Account, number: PhoneNumber, query: URLSearchParams): boolean => {
  const [agentId, providerId, type, words] = ['agent_id', 'provider_id', 'type', 'q'].map((name) => query.get(name));
  if (agentId !== null && agentId !== undefined && number.agentId !== agentId) return false;
  if (providerId !== null && providerId !== undefined && providerId !== PROVIDER_ID) return false;
  if (type !== null && type !== undefined && type !== 'cartesia') return false;
  if (words === null || words === undefined || words === '') return true;
  const agentName = account.agents.get(number.agentId ?? '')?.name ?? '';
  return `${number.phone}\n${number.label ?? ''}\n${agentName}`.toLowerCase().includes(words.toLowerCase());
};

/** `GET /agents/phone-numbers`. Every number here is Cartesia's own; there are no imported ones. */
export const listNumbers = (errors: CartesiaErrors, account: Account, { query }: Exchange): Reply => {
  const type = query.get('type');
  if (type !== null && !['twilio', 'cartesia', 'sip_trunk'].includes(type)) return errors.invalid('type is not known.');
  const numbers = [...account.numbers.values()].filter((number) => matches(account, number, query));
  const page = readCursorPage(numbers, query, (id) => numbers.findIndex((number) => number.id === id));
  if (page === null) return errors.invalid('limit must be 1 to 100 and the cursor a phone number.');
  const data = page.items.map((number) => ({
    ...view(account, number),
    provider: { id: PROVIDER_ID, account_sid: null, api_key_sid: null, region: null },
  }));
  return json(200, { data, has_more: page.hasMore });
};

/** `POST /agents/phone-numbers/provision`. */
export const provisionNumber = (sim: Simulation, errors: CartesiaErrors, account: Account, body: unknown): Reply => {
  if (!isObject(body) || typeof body['label'] !== 'string') return errors.invalid('label is required.');
  const agentId = body['agent_id'] ?? null;
  if (agentId !== null && (typeof agentId !== 'string' || !account.agents.has(agentId)))
    return errors.notFound('Agent');
  const slots = sim.options.plan === 'faithful' ? sim.options.cartesiaNumberSlots : Infinity;
  if (account.numbers.size >= slots) {
    return errors.error(402, 'Quota exceeded', 'Subscription phone number limit reached.', 'quota_exceeded');
  }
  const number = sim.accounts.addNumber(account, { label: body['label'], agentId });
  return json(201, view(account, number));
};

/** `GET`, `PATCH` and `DELETE /agents/phone-numbers/{id}`. */
export const oneNumber = (
  sim: Simulation,
  errors: CartesiaErrors,
  account: Account,
  id: string,
  exchange: Exchange,
): Reply => {
  const number = account.numbers.get(id);
  if (number === undefined) return errors.notFound('Phone number');
  if (exchange.method === 'DELETE') {
    if (number.agentId !== null) return errors.invalid('The number is still assigned to an agent.');
    account.numbers.delete(id);
    return text(204, '');
  }
  if (exchange.method === 'PATCH') {
    const { body } = exchange;
    if (!isObject(body)) return errors.invalid('The body must be a JSON object.');
    const { label = number.label, agent_id: agentId = number.agentId } = body;
    if (label !== null && typeof label !== 'string') return errors.invalid('label must be a string.');
    if (agentId !== null && (typeof agentId !== 'string' || !account.agents.has(agentId)))
      return errors.notFound('Agent');
    Object.assign(number, { label, agentId, updatedAtMs: sim.clock.nowMs() });
  }
  return json(200, view(account, number));
};

/** `GET /agents/{agent_id}/phone-numbers`: the older, plain list, without ids. */
export const legacyNumbers = (errors: CartesiaErrors, account: Account, agentId: string): Reply => {
  if (!account.agents.has(agentId)) return errors.notFound('Agent');
  return json(
    200,
    [...account.numbers.values()]
      .filter((number) => number.agentId === agentId)
      .map((number) => ({
        agent_id: agentId,
        number: number.phone,
        created_at: isoOf(number.createdAtMs),
        updated_at: isoOf(number.updatedAtMs),
        is_cartesia_managed: true,
      })),
  );
};
