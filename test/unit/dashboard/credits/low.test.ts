import { describe, expect, it } from 'vitest';
import { changeOf } from '../../../../dashboard/pages/credits/entry-words.ts';
import { isLow } from '../../../../dashboard/pages/credits/low.ts';

const lasts = (lastsSeconds: number) => ({ perHourMicros: 1, lastsSeconds, words: '' });

describe('a balance', () => {
  it('is low when it is used up, or soon will be', () => {
    expect(isLow({ freeMicros: 0, forecast: null })).toBe(true);
    expect(isLow({ freeMicros: -5, forecast: lasts(90_000) })).toBe(true);
    expect(isLow({ freeMicros: 5, forecast: lasts(4 * 3_600 - 1) })).toBe(true);
  });
  it('is not low while nothing is spent, or while it lasts', () => {
    expect(isLow({ freeMicros: 1, forecast: null })).toBe(false);
    expect(isLow({ freeMicros: 5, forecast: lasts(4 * 3_600) })).toBe(false);
  });
});

describe('a line', () => {
  it('adds to what may be spent, or takes from it', () => {
    expect(changeOf({ to: 'available', amountMicros: 10 })).toBe(10);
    expect(changeOf({ to: 'spent', amountMicros: 10 })).toBe(-10);
  });
});
