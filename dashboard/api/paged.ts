import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

/** A page of a list as the API gives it. */
export interface Page<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

const FIRST: string | undefined = undefined;

/** A list that is fetched page by page, for useInfiniteQuery: `ask` gets the cursor of the next page. */
export const pagedQuery = <Item, Paged extends Page<Item> = Page<Item>>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Paged>,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => ask(pageParam, signal),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }: Paged) => nextCursor ?? undefined,
  });

/** All rows that were fetched so far; undefined = none yet. */
export const rowsOf = <Item>(data: { pages: readonly Page<Item>[] } | undefined): readonly Item[] | undefined =>
  data?.pages.flatMap(({ items }) => items);

/** In case no event tells of it: asked for anew while only the first page is shown, so that reading on costs once. */
export const refetchFirstPage =
  (everyMs: number) =>
  ({ state }: { state: { data?: { pages: readonly unknown[] } | undefined } }): number | false =>
    state.data?.pages.length === 1 ? everyMs : false;
