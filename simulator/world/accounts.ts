import type { SimulatorOptions } from '../options.ts';

import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Account, Agent, PhoneNumber, Provider } from './records.ts';
import { createSlidingWindow } from './sliding-window.ts';

export interface Accounts {
  /** The world of this key, made at its first use. The caller has checked the key's form. */
  of: (provider: Provider, key: string) => Account;
  all: () => Iterable<Account>;
  addNumber: (
    account: Account,
    number: { phone?: string; areaCode?: string; label?: string | null; agentId?: string | null },
  ) => PhoneNumber;
  addAgent: (account: Account, name: string) => Agent;
  reset: () => void;
}

const HOUR_MS = 3_600_000;
export const MICROS_PER_CENT = 10_000;

export const createAccounts = (options: SimulatorOptions, clock: Clock, ids: Ids): Accounts => {
  const accounts = new Map<string, Account>();
  let phones = 0;
  const limit = (count: number): number => (options.plan === 'faithful' ? count : Infinity);

  const addAgent = (account: Account, name: string): Agent => {
    const nowMs = clock.nowMs();
    const agent: Agent = {
      id: ids.next('agent_'),
      name,
      description: null,
      webhookId: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      calls: [],
    };
    account.agents.set(agent.id, agent);
    return agent;
  };

  return {
    of: (provider, key) => {
      const name = `${provider}:${key}`;
      let account = accounts.get(name);
      if (account === undefined) {
        account = {
          provider,
          key,
          name: `${provider}-${accounts.size + 1}`,
          numbers: new Map(),
          agents: new Map(),
          webhooks: new Map(),
          calls: [],
          messages: [],
          callsById: new Map(),
          messagesById: new Map(),
          balanceMicros: provider === 'agentnumber' ? options.startBalanceCents * MICROS_PER_CENT : null,
          callWindow: createSlidingWindow(limit(provider === 'agentnumber' ? 100 : Infinity), HOUR_MS),
          smsWindow: createSlidingWindow(limit(500), HOUR_MS),
          numberWindow: createSlidingWindow(limit(10), HOUR_MS),
          waiting: [],
          dialling: 0,
          concurrency: limit(options.cartesiaConcurrency),
          lastDialAtMs: -Infinity,
          queueArmed: false,
          carrierBlocks: new Set(),
          unreplied: new Map(),
        };
        accounts.set(name, account);
        // Agents are made outside this API (by the provider's own tools), so a new world must bring one.
        if (provider === 'cartesia') addAgent(account, 'Simulated agent');
      }
      return account;
    },
    all: () => accounts.values(),
    addNumber: (account, { phone, areaCode = '415', label = null, agentId = null }) => {
      phones += 1;
      const nowMs = clock.nowMs();
      const number: PhoneNumber = {
        id: ids.next(account.provider === 'agentnumber' ? 'num_' : 'pn_'),
        phone: phone ?? `+1${areaCode}555${String(phones % 10_000).padStart(4, '0')}`,
        label,
        agentId,
        status: 'active',
        config: {},
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        calls: [],
        messages: [],
      };
      account.numbers.set(number.id, number);
      return number;
    },
    addAgent,
    reset: () => accounts.clear(),
  };
};
