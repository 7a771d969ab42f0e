import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenPhones } from '../../../../../engine/importing/checking/seen-phones.ts';

describe('SeenPhones', () => {
  it('never takes a number that was here for a new one', () => {
    const seen = new SeenPhones();
    const met = new Set<number>();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999_999_999_999_999 }), { maxLength: 200 }), (phones) => {
        for (const phone of phones) {
          const before = seen.meet(phone);
          if (met.has(phone)) expect(before).toBe(true);
          met.add(phone);
          expect(seen.meet(phone)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['one after the other', 1],
    ['in steps of ten thousand', 10_000],
    ['in steps of a power of two', 65_536],
  ])('takes hardly any of 300,000 new numbers for seen, when they come %s', (_, step) => {
    const seen = new SeenPhones();
    let wrong = 0;
    for (let i = 0; i < 300_000; i++) if (seen.meet(12_000_000_000 + i * step)) wrong++;
    expect(wrong).toBeLessThan(30);
  });

  it('tells numbers apart that differ only above 32 bits', () => {
    const seen = new SeenPhones();
    expect([1, 2, 3].map((high) => seen.meet(high * 2 ** 32 + 5))).toEqual([false, false, false]);
  });
});
