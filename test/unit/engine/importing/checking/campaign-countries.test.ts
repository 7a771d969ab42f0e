import { describe, expect, it } from 'vitest';
import { countriesOfNumber } from '../../../../../engine/importing/checking/campaign-countries.ts';

describe('countries that a number can call', () => {
  it('is the US alone for numbers that Cartesia gives out', () => {
    expect(countriesOfNumber('cartesia', 12_125_550_100)).toEqual(['US']);
  });

  it('is any for a number of another country, which was brought along, and for AgentNumber', () => {
    expect(countriesOfNumber('cartesia', 4_930_123_456)).toBeNull();
    expect(countriesOfNumber('agentnumber', 12_125_550_100)).toBeNull();
  });
});
