import { describe, expect, it } from 'vitest';
import { countriesToKeep } from '../../../../dashboard/pages/upload/map/countries.ts';
import { nameOf, withColumns, withUse, type Use } from '../../../../dashboard/pages/upload/map/targets.ts';
import type { Column } from '../../../../dashboard/pages/upload/queries.ts';

const column = (index: number, header: string, use: Use, place = 0): Column => ({
  index,
  header,
  use,
  place,
  variable: use === 'variable' ? header.toLowerCase() : null,
  kind: 'text',
  reason: 'by its header',
  confidence: 'certain',
});
const COLUMNS = [
  column(0, 'Name', 'name'),
  column(1, 'Mobile', 'phone', 0),
  column(2, 'Home', 'phone', 1),
  column(3, 'City', 'variable'),
  column(4, 'City', 'ignored'),
];

describe('changing what a column is used as', () => {
  it('keeps the order of numbers, and puts a new one behind', () => {
    expect(withUse(COLUMNS, 3, 'phone').mapping.phone).toEqual(['Mobile', 'Home', '#4']);
    expect(withUse(COLUMNS, 1, 'variable').mapping.phone).toEqual(['Home']);
  });

  it('tells a target that loses its column to have none, so that nothing is guessed in its place', () => {
    expect(withUse(COLUMNS, 0, 'variable').mapping).toMatchObject({ name: [], phone: ['Mobile', 'Home'] });
  });

  it('names a column by its place where its header is not its own', () => {
    expect(nameOf(column(3, 'City', 'variable'), COLUMNS)).toBe('#4');
    expect(nameOf(column(0, 'A+B', 'name'), [column(0, 'A+B', 'name')])).toBe('#1');
    expect(withUse(COLUMNS, 3, 'variable').ignore).toEqual(['#5']);
  });

  it('answers a question with the columns that were chosen, and leaves the other targets as they are', () => {
    expect(withColumns(COLUMNS, 'phone', [2, 1]).mapping).toEqual({ name: ['Name'], phone: ['Home', 'Mobile'] });
  });
});

describe('countries that may be called', () => {
  it('are those that the numbers reach, or what somebody chose among them', () => {
    expect(countriesToKeep(null, null)).toBeNull();
    expect(countriesToKeep(null, [])).toBeNull();
    expect(countriesToKeep(null, ['CA', 'US'])).toEqual(['CA', 'US']);
    expect(countriesToKeep(['US'], ['CA', 'US'])).toEqual(['US']);
    expect(countriesToKeep(['US'], null)).toEqual(['US']);
    expect(countriesToKeep(['CU', 'US'], ['CA', 'US'])).toEqual(['US']);
    expect(countriesToKeep(['CU'], ['CA', 'US'])).toEqual(['CA', 'US']);
  });
});
