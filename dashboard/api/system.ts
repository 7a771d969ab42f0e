import { queryOptions } from '@tanstack/react-query';
import type { balanceList } from '../../api/schemas/credits.ts';
import { get, send, type Answer } from './client.ts';

/** What is running and what is not (GET /v1/system, and `system` of the live stream). */
export interface SystemHealth {
  at: string;
  dialing: { state: 'dialing' | 'idle' | 'stopped' | 'nothing_is_dialing'; words: string; since: string | null };
  stopped: { by: string; reason: string | null; at: string } | null;
  workers: readonly {
    id: string;
    host: string;
    seenAt: string;
    temporalOk: boolean;
    redisOk: boolean;
    clockSkewMs: number;
    state: string;
  }[];
  temporal: { ok: boolean; words: string };
  redis: { ok: boolean; words: string };
  accounts: readonly {
    id: string;
    name: string;
    provider: string;
    mode: 'LIVE' | 'SIMULATED';
    breaker: string;
    reason: string | null;
    resumeAt: string | null;
    balanceMicros: number | null;
    currency: string;
    latencyP50Ms?: number;
  }[];
  callbacks: { lastAt: string | null; lagSeconds: number; waiting: number; quarantined: number };
  fold: { waiting: number; oldestSeconds: number };
  inFlight: number;
  answeredPerMinute: number;
  failuresPerMinute: number;
  oldestStuckAt: string | null;
  warnings: readonly SystemWarning[];
}

/** Bad news in four sentences (R13). */
export interface SystemWarning {
  code: string;
  words: string;
  waits: string;
  works: string;
  repair: string;
}

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => get<SystemHealth>('/system', { signal }),
});

export const balancesQuery = queryOptions({
  queryKey: ['balances'],
  queryFn: ({ signal }) => get<Answer<typeof balanceList>>('/ledger/balances', { signal }),
  refetchInterval: 30_000,
});

interface Stopped {
  stopped: boolean;
  inFlight: number;
  mayStillBegin: number;
  lastCanEndAt: string | null;
}

export const stopAll = (reason: string): Promise<Stopped> => send('POST', '/stop-all', { body: { reason } });
export const startAll = (): Promise<{ stopped: false; wokenRuns: number }> => send('POST', '/start-all');
