import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  answerRateByHour,
  bucketSeconds,
  mergeBuckets,
  type Ended,
} from '../../../../../engine/reading/charts/merge-buckets.ts';

const START = Date.parse('2026-11-26T14:00:00Z');
const FIVE = 300_000;
const end = (stretch: number, outcome: string, n: number, micros = 0): Ended => ({
  atMs: START + stretch * FIVE,
  outcome,
  n,
  micros,
});

it.each([
  [60 * 60, 300],
  [24 * 3_600, 300],
  [26 * 3_600, 600],
  [30 * 24 * 3_600, 3 * 3_600],
  [10 * 365 * 24 * 3_600, 14 * 24 * 3_600],
])('shows %i s in stretches of %i s', (seconds, wanted) => {
  expect(bucketSeconds(START, START + seconds * 1_000)).toBe(wanted);
});

it('has no more than 300 points, whatever the time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40_000_000 }), fc.integer({ min: 0, max: 10_000_000 }), (span, shift) => {
      const fromMs = START + shift * 1_000;
      const toMs = fromMs + span * 1_000;
      const points = mergeBuckets([], fromMs, toMs, bucketSeconds(fromMs, toMs));
      expect(points.length).toBeGreaterThan(0);
      expect(points.length).toBeLessThanOrEqual(300);
    }),
  );
});

it('loses nobody and nothing when it merges, and shows stretches in which nothing ended', () => {
  const ended = [end(0, 'busy', 3, 30), end(1, 'answered', 2, 900), end(1, 'busy', 1, 10), end(11, 'answered', 4, 7)];
  const points = mergeBuckets(ended, START, START + 12 * FIVE, 900);
  expect(points.map(({ byOutcome }) => byOutcome)).toEqual([{ busy: 4, answered: 2 }, {}, {}, { answered: 4 }]);
  expect(points.map(({ micros }) => micros)).toEqual([940, 0, 0, 7]);
});

it('shows nothing of no time', () => {
  expect(mergeBuckets([], START, START, 300)).toEqual([]);
});

it('reads hours on the wall clock of the zone', () => {
  const ended = [end(0, 'answered', 1), end(1, 'busy', 3), end(12, 'answered', 2)];
  const hours = answerRateByHour(
    ended,
    (outcome) => outcome === 'answered',
    () => -5 * 60 - 30,
  );
  expect(hours[8]).toEqual({ hour: 8, ended: 4, answered: 1, rate: 0.25 });
  expect(hours[9]).toEqual({ hour: 9, ended: 2, answered: 2, rate: 1 });
  expect(hours[10]).toEqual({ hour: 10, ended: 0, answered: 0, rate: null });
  expect(hours).toHaveLength(24);
});
