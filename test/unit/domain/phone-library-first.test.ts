import { describe, expect, it } from 'vitest';
import { compareWithLibrary } from './phone-number-generator.ts';

const PER_SEED = 50_000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('the compiled numbering plans, first half million numbers', () => {
  it.each(SEEDS)('accept what the library accepts, and say the same of it (seed %i)', { timeout: 600_000 }, (seed) => {
    const { wrong, accepted, share } = compareWithLibrary(seed, PER_SEED);
    expect(wrong).toEqual([]);
    // Or nothing was compared: the rest of what is valid is where they leave the word to the library.
    expect(accepted).toBeGreaterThan(PER_SEED / 3);
    expect(share).toBeGreaterThan(0.9);
  });
});
