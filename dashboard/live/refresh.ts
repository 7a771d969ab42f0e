import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

/** Which keys are being asked for, and whether they grew old again meanwhile. */
const underWay = new WeakMap<QueryClient, Map<string, boolean>>();

/**
 * Marks what stands under a key as old, and asks anew for what a page shows. What is being asked for is let finish and
 * asked for once more after it: in a burst of news an answer that takes longer than the next of them would never come,
 * nor would the word that there is none.
 */
export function refresh(
  client: QueryClient,
  queryKey: QueryKey,
  isMeant: (query: Query) => boolean = () => true,
): void {
  void client.invalidateQueries({ queryKey, refetchType: 'none', predicate: isMeant });
  const keys = underWay.get(client) ?? new Map<string, boolean>();
  underWay.set(client, keys);
  const id = JSON.stringify(queryKey);
  if (keys.has(id)) return void keys.set(id, true);
  const shown = { queryKey, type: 'active', predicate: isMeant } as const;
  // An answer that is on its way may be older than the news.
  keys.set(id, client.isFetching(shown) > 0);
  void client.refetchQueries(shown, { cancelRefetch: false }).finally(() => {
    const again = keys.get(id) === true;
    keys.delete(id);
    if (again) refresh(client, queryKey, isMeant);
  });
}
