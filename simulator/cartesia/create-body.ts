import { isObject } from '../http/exchange.ts';
import type { JsonObject, Reply } from '../http/exchange.ts';
import type { Account, Agent, PhoneNumber } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import type { CartesiaErrors } from './envelope.ts';

export interface CreateCalls {
  reply?: undefined;
  agent: Agent;
  number: PhoneNumber;
  destinations: { to: string; metadata: unknown }[];
  ringingTimeoutSeconds: number;
  maxCallMinutes: number;
}

const isWithin = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const readDestinations = (list: unknown): CreateCalls['destinations'] | null => {
  if (!Array.isArray(list) || list.length === 0) return null;
  const destinations: CreateCalls['destinations'] = [];
  for (const item of list) {
    if (!isObject(item) || typeof item['to_number'] !== 'string') return null;
    const metadata = item['metadata'] ?? null;
    if (metadata !== null && !isObject(metadata)) return null;
    destinations.push({ to: item['to_number'], metadata });
  }
  return destinations;
};

const isElsewhere = (sim: Simulation, numberId: string): boolean => {
  for (const other of sim.accounts.all()) if (other.provider === 'cartesia' && other.numbers.has(numberId)) return true;
  return false;
};

/** Checks the body of `POST /agents/calls` in full before anything is dialled. */
export const readCreateCalls = (
  sim: Simulation,
  errors: CartesiaErrors,
  account: Account,
  body: unknown,
): CreateCalls | { reply: Reply } => {
  if (!isObject(body)) return { reply: errors.invalid('The body must be a JSON object.') };
  const given: JsonObject = body;
  const { from_number_id: numberId, agent_id: agentId } = given;
  const { ringing_timeout_seconds: ringing = 60, max_call_duration_minutes: maxMinutes = 480 } = given;
  if (typeof numberId !== 'string' || typeof agentId !== 'string') {
    return { reply: errors.invalid('from_number_id and agent_id are required.') };
  }
  const destinations = readDestinations(given['outbound_calls']);
  if (destinations === null) return { reply: errors.invalid('outbound_calls must have at least one valid item.') };
  if (!isWithin(ringing, 5, 80)) return { reply: errors.invalid('ringing_timeout_seconds must be 5 to 80.') };
  if (!isWithin(maxMinutes, 1, 480)) return { reply: errors.invalid('max_call_duration_minutes must be 1 to 480.') };
  const agent = account.agents.get(agentId);
  if (agent === undefined) return { reply: errors.notFound('Agent') };
  const number = account.numbers.get(numberId);
  if (number === undefined) {
    return isElsewhere(sim, numberId)
      ? { reply: errors.error(403, 'Forbidden', "The number does not belong to the agent's organisation.") }
      : { reply: errors.notFound('Phone number') };
  }
  return { agent, number, destinations, ringingTimeoutSeconds: ringing, maxCallMinutes: maxMinutes };
};
