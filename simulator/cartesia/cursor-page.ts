import { wholeNumber } from '../http/exchange.ts';

export interface CursorPage<T> {
  items: T[];
  hasMore: boolean;
}

/**
 * One page, newest first, of a list kept oldest first: `starting_after` an id goes on to older ones,
 * `ending_before` an id back to newer ones; limit 1-100, default 10. Null when limit or cursor is not valid.
 */
export const readCursorPage = <T>(
  oldestFirst: readonly T[],
  query: URLSearchParams,
  indexOf: (id: string) => number,
): CursorPage<T> | null => {
  const limit = wholeNumber(query, 'limit', 10, 1, 100);
  if (limit === null) return null;
  const [after, before] = [query.get('starting_after'), query.get('ending_before')];
  if (before !== null && after === null) {
    const at = indexOf(before);
    if (at === -1) return null;
    const newer = oldestFirst.slice(at + 1, at + 1 + limit);
    return { items: newer.toReversed(), hasMore: at + 1 + limit < oldestFirst.length };
  }
  const end = after === null ? oldestFirst.length : indexOf(after);
  if (end === -1) return null;
  return { items: oldestFirst.slice(Math.max(0, end - limit), end).toReversed(), hasMore: end > limit };
};
