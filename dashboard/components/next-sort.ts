import type { Sort } from './table-column.ts';

/**
 * What a press on a head does to the address of a list whose own order is none of its columns'. A column that was not
 * sorted by begins ascending, or descending where the most and the newest are looked for; ascending is not written.
 */
export function nextSort(
  before: string | undefined,
  { by, direction }: Sort,
  fromMost: readonly string[] = [],
): { sort: string; direction: 'desc' | undefined } {
  const isDescending = by === before ? direction === 'desc' : fromMost.includes(by);
  return { sort: by, direction: isDescending ? 'desc' : undefined };
}
