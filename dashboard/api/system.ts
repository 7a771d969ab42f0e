import { queryOptions } from '@tanstack/react-query';
import type { started, stopped } from '../../api/schemas/accounts.ts';
import type { balanceList } from '../../api/schemas/credits.ts';
import type { systemHealth } from '../../api/schemas/system.ts';
import { get, send, type Answer } from './client.ts';

/** What is running and what is not (GET /v1/system, and `system` of the live stream). */
export type SystemHealth = Answer<typeof systemHealth>;
/** Bad news in four sentences (R13). */
export type SystemWarning = SystemHealth['warnings'][number];

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => get<SystemHealth>('/system', { signal }),
});

export const balancesQuery = queryOptions({
  queryKey: ['balances'],
  queryFn: ({ signal }) => get<Answer<typeof balanceList>>('/ledger/balances', { signal }),
  refetchInterval: 30_000,
});

export const stopAll = (reason: string): Promise<Answer<typeof stopped>> =>
  send('POST', '/stop-all', { body: reason === '' ? {} : { reason } });
export const startAll = (): Promise<Answer<typeof started>> => send('POST', '/start-all');
