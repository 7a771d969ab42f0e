/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export interface PageInput {
  /** Id of the last item of the page before. */
  cursor?: string | undefined;
  limit?: number | undefined;
}

export const DEFAULT_PAGE = 50;
/** Of one read. The API's pages are smaller (api/schemas/common.ts); exports take as much as this. */
export const MAX_PAGE = 2_000;

/** One more than asked, to know whether there is a next page without counting. */
export const fetchLimit = (page: PageInput): number => pageLimit(page) + 1;
const pageLimit = (page: PageInput): number => Math.min(MAX_PAGE, Math.max(1, page.limit ?? DEFAULT_PAGE));

/** Cuts what `fetchLimit` fetched into a page. */
export function toPage<Item>(found: Item[], page: PageInput, idOf: (item: Item) => string | number): Page<Item> {
  const items = found.slice(0, pageLimit(page));
  const last = items.at(-1);
  return { items, nextCursor: found.length > items.length && last !== undefined ? String(idOf(last)) : null };
}
