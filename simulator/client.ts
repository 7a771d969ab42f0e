import { request } from 'undici';
import type { z } from 'zod';
import type { AccountView } from './control/accounts.ts';
import type { Pending } from './control/clock.ts';
import type { Charge, DialView, Page } from './control/lists.ts';
import type {
  accountRequest,
  balanceRequest,
  calleesRequest,
  distributionRequest,
  faultsRequest,
  resetRequest,
  textRequest,
} from './control/requests.ts';
import type { Summary } from './control/summary.ts';
import type { DistributionSettings } from './callees/distribution.ts';
import type { FaultSettings } from './faults/fault-book.ts';
import type { Channel } from './world/records.ts';

/** What the judge is asked; see the README for each figure. */
export interface SummaryQuestion {
  channel?: Channel | 'all';
  maxPerDestination?: number;
  minGapMs?: number;
  windowMs?: number;
}

export interface SimulatorClient {
  reset: (body?: z.input<typeof resetRequest>) => Promise<{ seed: number }>;
  /** Makes or adds to the world of a key, without the provider's limits and prices. */
  addAccount: (body: z.input<typeof accountRequest>) => Promise<AccountView>;
  setBalance: (body: z.input<typeof balanceRequest>) => Promise<AccountView>;
  setCallees: (callees: z.input<typeof calleesRequest>['callees']) => Promise<{ scripted: number }>;
  setDistribution: (body: z.input<typeof distributionRequest>) => Promise<DistributionSettings>;
  setFaults: (body: z.input<typeof faultsRequest>) => Promise<FaultSettings>;
  /** A person texts an AgentNumber number of ours. */
  receiveText: (body: z.input<typeof textRequest>) => Promise<{ id: string }>;
  /** Rejects with SimulatorRefusal (status 409) while anything is due. */
  jumpClock: (jumpMs: number) => Promise<{ nowMs: number; offsetMs: number }>;
  setClock: (nowMs: number) => Promise<{ nowMs: number; offsetMs: number }>;
  pending: () => Promise<Pending>;
  summary: (question?: SummaryQuestion) => Promise<Summary>;
  /** Pages through all dials, or those of one attempt or destination. */
  dials: (filter?: { attemptId?: string; to?: string }) => AsyncGenerator<DialView>;
  charges: () => AsyncGenerator<Charge>;
  /** Resolves when no call, webhook or reply is due any more. @throws after `timeoutMs`. */
  untilQuiet: (timeoutMs: number) => Promise<Pending>;
}

/** The simulator's control API said no. */
export class SimulatorRefusal extends Error {
  override name = 'SimulatorRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A client of the control API at `url` (as startSimulator gives it). */
export const createSimulatorClient = (url: string): SimulatorClient => {
  const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    const { statusCode, body: answer } = await request(`${url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (statusCode !== 200) throw new SimulatorRefusal(statusCode, text);
    // Both ends are this package: a route's return type is the type asked for here.
    const value: T = JSON.parse(text);
    return value;
  };
  const pages = async function* <T>(path: string, filter: Record<string, string | undefined>): AsyncGenerator<T> {
    for (let cursor: number | null = 0; cursor !== null;) {
      const query = new URLSearchParams({ cursor: String(cursor), limit: '5000' });
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
      const page: Page<T> = await ask('GET', `${path}?${query.toString()}`);
      yield* page.items;
      cursor = page.nextCursor;
    }
  };
  const pending = async (): Promise<Pending> => await ask('GET', 'pending');

  return {
    reset: async (body = {}) => await ask('POST', 'reset', body),
    addAccount: async (body) => await ask('POST', 'accounts', body),
    setBalance: async (body) => await ask('POST', 'balance', body),
    setCallees: async (callees) => await ask('POST', 'callees', { callees }),
    setDistribution: async (body) => await ask('POST', 'distribution', body),
    setFaults: async (body) => await ask('POST', 'faults', body),
    receiveText: async (body) => await ask('POST', 'texts', body),
    jumpClock: async (jumpMs) => await ask('POST', 'clock', { jumpMs }),
    setClock: async (nowMs) => await ask('POST', 'clock', { nowMs }),
    pending,
    summary: async (question = {}) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(question)) if (value !== undefined) query.set(name, String(value));
      return await ask('GET', `summary?${query.toString()}`);
    },
    dials: (filter = {}) => pages<DialView>('dials', { attempt_id: filter.attemptId, to: filter.to }),
    charges: () => pages<Charge>('charges', {}),
    untilQuiet: async (timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const now = await pending();
        if (now.callsInProgress + now.webhooksPending + now.repliesPending === 0) return now;
        if (performance.now() > deadline) throw new Error(`still due after ${timeoutMs} ms: ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, Math.min(now.nextDueMs ?? 10, 50)));
      }
    },
  };
};
