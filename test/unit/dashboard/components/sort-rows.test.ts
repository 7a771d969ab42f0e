import { describe, expect, it } from 'vitest';
import { sortRows } from '../../../../dashboard/components/sort-rows.ts';

const ROWS: readonly { name: string; count: number | null }[] = [
  { name: 'b10', count: 2 },
  { name: 'B2', count: null },
  { name: 'a', count: 10 },
];
const VALUES = { name: ({ name }: (typeof ROWS)[number]) => name, count: ({ count }: (typeof ROWS)[number]) => count };
const by = (name: string, direction: 'asc' | 'desc') =>
  sortRows(ROWS, { by: name, direction }, VALUES).map((row) => row.name);

describe('rows that are whole in the page', () => {
  it('are sorted as people read names and numbers', () => {
    expect(by('name', 'asc')).toEqual(['a', 'B2', 'b10']);
    expect(by('count', 'desc')).toEqual(['a', 'b10', 'B2']);
  });

  it('have last of what nothing is known, in either direction', () => {
    expect(by('count', 'asc')).toEqual(['b10', 'a', 'B2']);
  });

  it('stay as they came without a sort, or with one that is not known', () => {
    expect(sortRows(ROWS, undefined, VALUES)).toBe(ROWS);
    expect(by('elsewhere', 'asc')).toEqual(['b10', 'B2', 'a']);
  });
});
