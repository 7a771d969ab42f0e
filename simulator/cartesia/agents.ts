import { isObject, json } from '../http/exchange.ts';
import type { Exchange, JsonObject, Reply } from '../http/exchange.ts';
import { isoOf } from '../world/clock.ts';
import type { Account, Agent } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import type { CartesiaErrors } from './envelope.ts';

const view = (account: Account, agent: Agent): JsonObject => ({
  id: agent.id,
  name: agent.name,
  created_at: isoOf(agent.createdAtMs),
  updated_at: isoOf(agent.updatedAtMs),
  tts_voice: 'simulated-voice',
  tts_language: 'en',
  has_text_to_agent_run: false,
  deployment_count: 1,
  description: agent.description,
  webhook_id: agent.webhookId,
  deleted_at: null,
  git_repository: null,
  git_deploy_branch: null,
  phone_numbers: [...account.numbers.values()]
    .filter((number) => number.agentId === agent.id)
    .map(({ id, phone }) => ({ id, number: phone })),
});

export const listAgents = (account: Account): Reply =>
  json(200, { summaries: [...account.agents.values()].map((agent) => view(account, agent)) });

/** `GET` and `PATCH /agents/{agent_id}`; PATCH is how a webhook is attached. */
export const oneAgent = (
  sim: Simulation,
  errors: CartesiaErrors,
  account: Account,
  id: string,
  exchange: Exchange,
): Reply => {
  const agent = account.agents.get(id);
  if (agent === undefined) return errors.notFound('Agent');
  if (exchange.method === 'PATCH') {
    if (!isObject(exchange.body)) return errors.invalid('The body must be a JSON object.');
    const {
      name = agent.name,
      description = agent.description,
      webhook_id: webhookId = agent.webhookId,
    } = exchange.body;
    if (typeof name !== 'string') return errors.invalid('name must be a string.');
    if (description !== null && typeof description !== 'string') return errors.invalid('description must be a string.');
    if (webhookId !== null && (typeof webhookId !== 'string' || !account.webhooks.has(webhookId))) {
      return errors.notFound('Webhook');
    }
    Object.assign(agent, { name, description, webhookId, updatedAtMs: sim.clock.nowMs() });
  }
  return json(200, view(account, agent));
};
