import { queryOptions } from '@tanstack/react-query';
import type { order, orderResult, resolvedOrder } from '../../../api/schemas/accounts.ts';
import type { numberUses } from '../../../api/schemas/number-use.ts';
import type { assignBody, synced } from '../../../api/schemas/numbers.ts';
import { get, send, type Answer, type Body } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { NumbersSearch } from './search.ts';

export type Order = Answer<typeof order>;
export type Ordered = Answer<typeof orderResult>;
export type NumberUse = Answer<typeof numberUses>['items'][number];
export type NumberChange = Body<typeof assignBody>;

export const numberUseQuery = queryOptions({
  queryKey: ['numbers', 'use'],
  queryFn: ({ signal }) => get<Answer<typeof numberUses>>('/numbers/use', { signal }),
  refetchInterval: 30_000,
});

const PAGE = 100;
export const ordersQuery = (state: NumbersSearch['state']) =>
  pagedQuery<Order>(['orders', state ?? null], (cursor, signal) =>
    get<Page<Order>>('/orders', { query: { state, cursor, limit: PAGE }, signal }),
  );

interface OrderOptions {
  force: boolean;
  /** One for one intent: pressed again for want of an answer, it is the same order. */
  idempotencyKey: string;
}
const ORDER_TIMEOUT_MS = 60_000;
export const orderNumber = (
  accountId: string,
  request: NumberChange,
  { force, idempotencyKey }: OrderOptions,
): Promise<Ordered> =>
  send('POST', '/numbers/provision', {
    body: { accountId, request, ...(force ? { force } : {}) },
    idempotencyKey,
    timeoutMs: ORDER_TIMEOUT_MS,
  });
export const releaseNumber = (numberId: string, { force, idempotencyKey }: OrderOptions): Promise<Ordered> =>
  send('POST', '/numbers/:numberId/release', {
    params: { numberId },
    body: force ? { force } : {},
    idempotencyKey,
    timeoutMs: ORDER_TIMEOUT_MS,
  });
export const assignNumber = (numberId: string, body: NumberChange): Promise<unknown> =>
  send('POST', '/numbers/:numberId/assign', { params: { numberId }, body, timeoutMs: ORDER_TIMEOUT_MS });
export const syncNumbers = (accountId: string): Promise<Answer<typeof synced>> =>
  send('POST', '/numbers/sync', { body: { accountId }, timeoutMs: ORDER_TIMEOUT_MS });
export const resolveOrder = (
  orderId: string,
  body: { happened: boolean; reason: string },
): Promise<Answer<typeof resolvedOrder>> => send('POST', '/orders/:orderId/resolve', { params: { orderId }, body });
