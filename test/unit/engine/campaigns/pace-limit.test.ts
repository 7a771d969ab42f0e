import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paceLimit } from '../../../../engine/campaigns/pace-limit.ts';

it('never allows more than was asked for, and at least nine tenths of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1_000, noNaN: true }), (pacePerSecond) => {
      const { maxCount, windowMs } = paceLimit(pacePerSecond);
      const allowed = (maxCount / windowMs) * 1_000;
      expect(Number.isInteger(maxCount) && Number.isInteger(windowMs) && maxCount >= 1).toBe(true);
      expect(allowed).toBeLessThanOrEqual(pacePerSecond * 1.000_001);
      expect(allowed).toBeGreaterThan(pacePerSecond * 0.9);
    }),
  );
});

it('counts whole sends in one second', () => {
  expect(paceLimit(5)).toEqual({ maxCount: 5, windowMs: 1_000 });
  expect(paceLimit(0.5)).toEqual({ maxCount: 1, windowMs: 2_000 });
  expect(paceLimit(2.5)).toEqual({ maxCount: 25, windowMs: 10_000 });
});
