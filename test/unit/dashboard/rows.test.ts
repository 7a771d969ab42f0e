import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stacked } from '../../../dashboard/components/chart-series.ts';
import { holdOrder } from '../../../dashboard/components/use-held-rows.ts';
import { hasKey, NOTHING_SELECTED, withKeys } from '../../../dashboard/components/use-selection.ts';

const row = (key: string, value = 0) => ({ key, value });
const keyOf = ({ key }: { key: string }): string => key;

describe('rows under the pointer', () => {
  it('stay where they are and take their new content; new ones wait, gone ones go', () => {
    const held = holdOrder(['a', 'b', 'c'], [row('d'), row('c', 7), row('a', 5)], keyOf);
    expect(held).toEqual({ rows: [row('a', 5), row('c', 7)], waiting: 1 });
  });
});

describe('a selection', () => {
  it('of all that match leaves out what is taken away from it', () => {
    const all = withKeys({ all: true, keys: new Set<string>() }, ['a'], false);
    expect([hasKey(all, 'a'), hasKey(all, 'b'), [...all.keys]]).toEqual([false, true, ['a']]);
    expect(hasKey(withKeys(all, ['a'], true), 'a')).toBe(true);
  });
  it('holds exactly what was chosen last of each row, from nothing or from all', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()));
    fc.assert(
      fc.property(fc.boolean(), steps, (all, changes) => {
        const begin = { ...NOTHING_SELECTED, all };
        const end = changes.reduce((state, [key, on]) => withKeys(state, [key], on), begin);
        const last = new Map<string, boolean>(changes);
        for (const key of ['a', 'b', 'c']) expect(hasKey(end, key)).toBe(last.get(key) ?? all);
      }),
    );
  });
});

it('puts each series of a stack upon those before it, the topmost painted first', () => {
  const series = [
    { label: 'a', tone: 'done', values: [1, null, 3] },
    { label: 'b', tone: 'final', values: [10, 20, null] },
  ] as const;
  expect(stacked(series).map(({ series: { label }, sums }) => [label, sums])).toEqual([
    ['b', [11, 20, 3]],
    ['a', [1, 0, 3]],
  ]);
});
