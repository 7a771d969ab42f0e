import { queryOptions } from '@tanstack/react-query';
import type { orderResult } from '../../../api/schemas/accounts.ts';
import type { campaign } from '../../../api/schemas/campaigns.ts';
import type { balance, creditMoved, entry, ledgerCheck, syncedBalance } from '../../../api/schemas/credits.ts';
import { get, send, type Answer } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import type { CreditsSearch } from './search.ts';

export type Balance = Answer<typeof balance>;
export type Entry = Answer<typeof entry>;
export type LedgerCheck = Answer<typeof ledgerCheck>;
export type Ordered = Answer<typeof orderResult>;

/** As the API names them. */
export const entryFilter = ({ account, budget, campaign: of, kind, attempt }: CreditsSearch) => ({
  accountId: account,
  campaignId: budget,
  ofCampaign: of,
  kind,
  attemptId: attempt,
});

const PAGE = 100;
export const entriesQuery = (search: CreditsSearch) =>
  pagedQuery<Entry>(['ledger', 'entries', entryFilter(search)], (cursor, signal) =>
    get<Page<Entry>>('/ledger/entries', { query: { ...entryFilter(search), cursor, limit: PAGE }, signal }),
  );

/** Adds up every line there is, so not at every event. */
export const checkQuery = queryOptions({
  queryKey: ['ledger-check'],
  queryFn: ({ signal }) => get<LedgerCheck>('/ledger/check', { signal, timeoutMs: 60_000 }),
  staleTime: 60_000,
  refetchInterval: 120_000,
});

/** For the words of a filter and of a line. */
export const campaignNamesQuery = queryOptions({
  queryKey: ['campaigns', 'list', 'names'],
  queryFn: ({ signal }) => get<Page<Answer<typeof campaign>>>('/campaigns', { query: { limit: 200 }, signal }),
  staleTime: 60_000,
});

interface Amount {
  accountId: string;
  amountMicros: number;
  note?: string | undefined;
}
export const topUp = (body: Amount): Promise<Answer<typeof creditMoved>> => send('POST', '/ledger/topups', { body });
export const adjust = (body: Amount): Promise<Answer<typeof creditMoved>> =>
  send('POST', '/ledger/adjustments', { body });
/** One key for one intent: an order that is pressed again for want of an answer is the same order. */
export const purchase = (body: Omit<Amount, 'note'>, idempotencyKey: string): Promise<Ordered> =>
  send('POST', '/ledger/purchases', { body, idempotencyKey, timeoutMs: 60_000 });
export const syncBalance = (accountId: string): Promise<Answer<typeof syncedBalance>> =>
  send('POST', '/ledger/sync', { body: { accountId } });
