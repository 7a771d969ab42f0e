import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computedCostMicros, splitAtHold, worstCaseMicros } from '../../../domain/money.ts';

const prices = fc.record({ callMicrosPerMinute: fc.nat(1_000_000), smsMicros: fc.nat(1_000_000) });
const channel = fc.constantFrom('call' as const, 'sms' as const);

describe('money of an attempt', () => {
  it('never costs more by our own prices than was held for it', () => {
    fc.assert(
      fc.property(
        channel,
        prices,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (...of) => {
          const [kind, price, maxCallMinutes, share] = of;
          const cost = computedCostMicros(kind, price, maxCallMinutes * 60 * share);
          expect(cost).toBeLessThanOrEqual(worstCaseMicros(kind, price, maxCallMinutes));
        },
      ),
    );
  });

  it('is always a whole number of micros, none below zero', () => {
    fc.assert(
      fc.property(channel, prices, fc.double({ min: 0, max: 10_000, noNaN: true }), (kind, price, seconds) => {
        const cost = computedCostMicros(kind, price, seconds);
        expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
      }),
    );
  });

  it('counts begun minutes whole, a call without talk nothing, a text its one price', () => {
    const price = { callMicrosPerMinute: 50_000, smsMicros: 10_000 };
    expect([0, 1, 60, 61, 120].map((seconds) => computedCostMicros('call', price, seconds))).toEqual([
      0, 50_000, 50_000, 100_000, 100_000,
    ]);
    expect(computedCostMicros('sms', price, 0)).toBe(10_000);
    expect(worstCaseMicros('call', price, 2.5)).toBe(150_000);
    expect(worstCaseMicros('sms', price, 10)).toBe(10_000);
  });

  it('is split at its hold without losing or inventing a micro', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (costMicros, holdMicros) => {
        const { settleMicros, overrunMicros } = splitAtHold(costMicros, holdMicros);
        expect(settleMicros + overrunMicros).toBe(costMicros);
        expect(settleMicros).toBeLessThanOrEqual(holdMicros);
        expect(Math.min(settleMicros, overrunMicros)).toBeGreaterThanOrEqual(0);
        expect(overrunMicros > 0).toBe(costMicros > holdMicros);
      }),
    );
  });
});
