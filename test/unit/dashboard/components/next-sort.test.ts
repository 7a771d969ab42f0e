import { expect, it } from 'vitest';
import { nextSort } from '../../../../dashboard/components/next-sort.ts';

const descending = (by: string) => ({ by, direction: 'desc' }) as const;

it('begins ascending, or with the most where that is looked for, and turns at the next press', () => {
  expect(nextSort(undefined, descending('name'))).toEqual({ sort: 'name', direction: undefined });
  expect(nextSort('attempts', descending('name'), ['attempts'])).toEqual({ sort: 'name', direction: undefined });
  expect(nextSort('name', descending('attempts'), ['attempts'])).toEqual({ sort: 'attempts', direction: 'desc' });
  expect(nextSort('name', descending('name'))).toEqual({ sort: 'name', direction: 'desc' });
  expect(nextSort('name', { by: 'name', direction: 'asc' })).toEqual({ sort: 'name', direction: undefined });
});
