import { queryOptions, useQuery } from '@tanstack/react-query';
import type { account } from '../../../api/schemas/accounts.ts';
import type { numberList } from '../../../api/schemas/numbers.ts';
import { get, type Answer } from '../../api/client.ts';
import type { Page } from '../../api/paged.ts';

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => get<Page<Answer<typeof account>>>('/accounts', { signal }),
  staleTime: 60_000,
});

export const numbersQuery = queryOptions({
  queryKey: ['numbers', 'active'],
  queryFn: ({ signal }) => get<Answer<typeof numberList>>('/numbers', { signal }),
  staleTime: 60_000,
});

/** In which amounts of an account are; of the first one where none is named. */
export function useCurrency(accountId?: string): string {
  const items = useQuery(accountsQuery).data?.items ?? [];
  return (items.find(({ id }) => id === accountId) ?? items[0])?.currency ?? 'USD';
}
