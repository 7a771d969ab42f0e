import { describe, expect, it } from 'vitest';
import { coverOf } from '../../../../dashboard/pages/campaigns/affordable.ts';

const DOLLAR = 1_000_000;
const round = { people: 113, oneRoundMicros: 56.5 * DOLLAR };

describe('how far money goes in the first round', () => {
  it('is told by whichever of budget and credit is less', () => {
    expect(coverOf(round, 7 * DOLLAR, 37.96 * DOLLAR)).toEqual({ by: 'budget', micros: 7 * DOLLAR, people: 14 });
    expect(coverOf(round, 40 * DOLLAR, 37.96 * DOLLAR)).toMatchObject({ by: 'credit', people: 75 });
    expect(coverOf(round, null, 37.96 * DOLLAR)).toMatchObject({ by: 'credit', people: 75 });
    expect(coverOf(round, 7 * DOLLAR, null)).toMatchObject({ by: 'budget', people: 14 });
  });

  it('is everybody where neither ends before, and nobody without any', () => {
    expect(coverOf(round, 57 * DOLLAR, 57 * DOLLAR)).toMatchObject({ by: null, people: 113 });
    expect(coverOf(round, null, null)).toMatchObject({ by: null, people: 113 });
    expect(coverOf({ people: 3, oneRoundMicros: 0 }, null, 0)).toMatchObject({ by: null, people: 3 });
    expect(coverOf(round, null, -DOLLAR)).toEqual({ by: 'credit', micros: 0, people: 0 });
  });
});
