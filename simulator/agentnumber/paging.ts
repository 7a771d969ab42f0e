import { wholeNumber } from '../http/exchange.ts';

export interface Paging {
  limit: number;
  offset: number;
}

const MAX_LIMIT = 100;

/** limit default 50, never above 100; null when not whole numbers. */
export const readPaging = (query: URLSearchParams): Paging | null => {
  const limit = wholeNumber(query, 'limit', 50, 1, Number.MAX_SAFE_INTEGER);
  const offset = wholeNumber(query, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
  return limit === null || offset === null ? null : { limit: Math.min(limit, MAX_LIMIT), offset };
};

/** One page, newest first, of a list that is kept oldest first. */
export const newestFirst = <T>(oldestFirst: readonly T[], { limit, offset }: Paging): T[] => {
  const end = Math.max(0, oldestFirst.length - offset);
  return oldestFirst.slice(Math.max(0, end - limit), end).toReversed();
};
