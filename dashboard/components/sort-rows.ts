import type { Sort } from './table-column.ts';

/** What a row is sorted by, under the names of its columns; nothing known comes last, whatever the direction. */
export type SortValues<Row> = Readonly<Record<string, (row: Row) => string | number | null | undefined>>;

/** Rows of a list that is whole in the page, sorted; as they came without a sort that it knows. Pure. */
export function sortRows<Row>(rows: readonly Row[], sort: Sort | undefined, values: SortValues<Row>): readonly Row[] {
  const valueOf = sort === undefined ? undefined : values[sort.by];
  if (sort === undefined || valueOf === undefined) return rows;
  const sign = sort.direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a) ?? null, valueOf(b) ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other), undefined, { numeric: true, sensitivity: 'base' });
  });
}
