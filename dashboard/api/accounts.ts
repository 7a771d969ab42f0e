import { queryOptions } from '@tanstack/react-query';
import type { account } from '../../api/schemas/accounts.ts';
import type { numberList } from '../../api/schemas/numbers.ts';
import { get, type Answer } from './client.ts';
import type { Page } from './paged.ts';

export type Account = Answer<typeof account>;
export type OwnNumber = Answer<typeof numberList>['items'][number];

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => get<Page<Account>>('/accounts', { signal }),
});

/** Our numbers; those that were given back too, when asked for. */
export const numbersQuery = (includeReleased = false) =>
  queryOptions({
    queryKey: ['numbers', includeReleased ? 'all' : 'active'],
    queryFn: ({ signal }) =>
      get<Answer<typeof numberList>>('/numbers', { query: { includeReleased: includeReleased || undefined }, signal }),
  });
