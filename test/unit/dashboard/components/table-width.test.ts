import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitting, leastWidthRem } from '../../../../dashboard/components/table-width.ts';

const COLUMNS = [
  { id: 'name', width: 'minmax(8rem,2fr)' },
  { id: 'state', width: '7rem', from: 'md' as const },
  { id: 'spent', width: '6rem', from: 'lg' as const },
  { id: 'when', width: '8rem', from: 'lg' as const },
  { id: 'do', width: '2rem' },
];
const idsAt = (rem: number): string[] => fitting(COLUMNS, rem, false).map(({ id }) => id);

describe('the columns of a table', () => {
  it('all stand where there is room, and what is least missed goes first', () => {
    expect(idsAt(Number.POSITIVE_INFINITY)).toEqual(['name', 'state', 'spent', 'when', 'do']);
    expect(idsAt(36.5)).toEqual(['name', 'state', 'spent', 'when', 'do']);
    expect(idsAt(36)).toEqual(['name', 'state', 'spent', 'do']);
    expect(idsAt(25)).toEqual(['name', 'state', 'do']);
    expect(idsAt(13)).toEqual(['name', 'do']);
  });

  it('keep those that every screen is promised, however narrow', () => {
    expect(idsAt(1)).toEqual(['name', 'do']);
  });

  it('fit wherever those that must stay do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.boolean(), (rem, selectable) => {
        const kept = fitting(COLUMNS, rem, selectable);
        const least = leastWidthRem(['8rem', '2rem'], selectable);
        expect(
          leastWidthRem(
            kept.map(({ width }) => width),
            selectable,
          ),
        ).toBeLessThanOrEqual(Math.max(rem, least));
      }),
    );
  });
});
