import { expect, it } from 'vitest';
import { forecastCredit } from '../../../../engine/credits/forecast.ts';

const of = (freeMicros: number, latelyMicros: number, latelySeconds: number) =>
  forecastCredit(freeMicros, { latelyMicros, latelySeconds });

it('says how long credit lasts at the rate of late', () => {
  expect(of(7_800_000, 1_800_000, 1_800)).toEqual({
    perHourMicros: 3_600_000,
    lastsSeconds: 7_800,
    words: 'lasts about 2 h 10 min at this rate',
  });
});

it.each([
  [0, 'used up at this rate'],
  [-5, 'used up at this rate'],
  [30 * 60, 'lasts about 30 min at this rate'],
  [3 * 3_600, 'lasts about 3 h at this rate'],
  [50 * 3_600, 'lasts about 2 days at this rate'],
])('has words for %i s', (seconds, words) => {
  expect(of(seconds * 1_000, 3_600_000, 3_600)?.words).toBe(words);
});

it('foresees nothing while nothing is spent, and makes no hour of the first call', () => {
  expect(of(1_000, 0, 0)).toBeNull();
  expect(of(1_000_000, 10_000, 1)?.perHourMicros).toBe(120_000);
});
