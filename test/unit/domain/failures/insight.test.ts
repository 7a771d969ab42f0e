import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insightsOf, percent, sharesOf, type Share } from '../../../../domain/failures/insight.ts';

const share = (change: Partial<Share> = {}): Share => ({
  dimension: 'number',
  value: 'n1',
  label: '+1 415 555 0100',
  failed: 94,
  ofFailed: 0.94,
  ofDials: 0.21,
  ...change,
});

describe('what stands out', () => {
  it('is a value whose part of the failures is far above its part of the dials', () => {
    expect(insightsOf([share()])).toEqual([
      {
        words: '94 % of these failed from +1 415 555 0100, which made 21 % of all dials.',
        dimension: 'number',
        value: 'n1',
      },
    ]);
  });

  it.each<[string, Partial<Share>]>([
    ['what everybody dials from', { ofDials: 0.94 }],
    ['a handful, which may be chance', { failed: 9 }],
    ['less than half', { ofFailed: 0.49 }],
    ['a little more than its part', { ofFailed: 0.9, ofDials: 0.7 }],
  ])('is not %s', (_, change) => {
    expect(insightsOf([share(change)])).toEqual([]);
  });

  it('is said of places and hours in their own words', () => {
    const words = (change: Partial<Share>) => insightsOf([share(change)])[0]?.words;
    expect(words({ dimension: 'prefix', label: '+1 212 (New York)' })).toBe(
      '94 % of these failed to +1 212 (New York), where 21 % of all dials went.',
    );
    expect(words({ dimension: 'hour', label: '2027-03-01 14:00 UTC' })).toBe(
      '94 % of these failed in the hour of 2027-03-01 14:00 UTC, in which 21 % of all dials ended.',
    );
  });

  it('begins with the clearest, and is three sentences at most', () => {
    const found = insightsOf(
      [0.6, 0.9, 0.7, 0.8].map((ofFailed, at) => share({ value: `n${at}`, ofFailed, ofDials: 0.1 })),
    );
    expect(found.map(({ value }) => value)).toEqual(['n1', 'n3', 'n2']);
  });
});

describe('shares', () => {
  it('are of all failures and of all dials', () => {
    const failed = [
      { value: 'a', label: 'A', count: 30 },
      { value: 'b', label: 'B', count: 10 },
    ];
    const dials = new Map([
      ['a', 50],
      ['c', 50],
    ]);
    expect(sharesOf('number', failed, dials).map(({ ofFailed, ofDials }) => [ofFailed, ofDials])).toEqual([
      [0.75, 0.5],
      [0.25, 0],
    ]);
  });

  it('say nothing where there is nothing to measure against', () => {
    expect(sharesOf('hour', [{ value: 'a', label: 'A', count: 30 }], new Map())).toEqual([]);
    expect(sharesOf('hour', [], new Map([['a', 1]]))).toEqual([]);
  });

  it('of failures that are spread as the dials are never stand out', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (dials, times) => {
        const all = new Map(dials.map((count, at) => [`v${at}`, count * times]));
        const failed = dials.map((count, at) => ({ value: `v${at}`, label: '', count }));
        expect(insightsOf(sharesOf('prefix', failed, all))).toEqual([]);
      }),
    );
  });
});

it('never rounds to all or to nothing', () => {
  expect([1, 0.999, 0.5, 0.001, 0].map(percent)).toEqual(['100 %', '99 %', '50 %', 'under 1 %', '0 %']);
});
