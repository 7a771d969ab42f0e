import type { Account } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import { ControlError, read } from './control-error.ts';
import { accountRequest, balanceRequest } from './requests.ts';

const KEYS = { agentnumber: /^an_live_[0-9a-f]{32}$/, cartesia: /^sk_car_\w+$/ } as const;

const accountOf = (sim: Simulation, provider: Account['provider'], key: string): Account => {
  if (!KEYS[provider].test(key)) throw new ControlError(400, `The key does not have the form of a ${provider} key.`);
  return sim.accounts.of(provider, key);
};

export interface AccountView {
  name: string;
  provider: Account['provider'];
  balanceMicros: number | null;
  numbers: { id: string; phone: string }[];
  agents: { id: string; name: string }[];
  webhooks: { id: string; url: string }[];
}

export const viewAccount = (account: Account): AccountView => ({
  name: account.name,
  provider: account.provider,
  balanceMicros: account.balanceMicros,
  numbers: [...account.numbers.values()].map(({ id, phone }) => ({ id, phone })),
  agents: [...account.agents.values()].map(({ id, name }) => ({ id, name })),
  webhooks: [...account.webhooks.values()].map(({ id, url }) => ({ id, url })),
});

/** Makes or adds to a world without the provider's limits and prices. */
export const changeAccount = (sim: Simulation, body: unknown): AccountView => {
  const request = read(accountRequest, body);
  const account = accountOf(sim, request.provider, request.key);
  for (const { name } of request.agents) sim.accounts.addAgent(account, name);
  for (const { phone, label } of request.numbers) {
    const number = sim.accounts.addNumber(account, { ...(phone === undefined ? {} : { phone }), label: label ?? null });
    if (account.provider === 'agentnumber') number.config = { system_prompt: 'Simulated agent.' };
  }
  if (request.balanceMicros !== undefined) account.balanceMicros = request.balanceMicros;
  if (request.concurrency !== undefined) account.concurrency = request.concurrency;
  return viewAccount(account);
};

export const changeBalance = (sim: Simulation, body: unknown): AccountView => {
  const request = read(balanceRequest, body);
  const account = accountOf(sim, request.provider, request.key);
  account.balanceMicros = request.balanceMicros;
  return viewAccount(account);
};
