import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadCalls, type CallableGroup } from '../../../../domain/forecast/spread-calls.ts';

const SLICE_MS = 900_000;
const SLICES = 96;
const END_MS = SLICE_MS * SLICES;

/** Up to four stretches, ascending and apart. */
const stretches = fc
  .uniqueArray(fc.integer({ min: 0, max: END_MS - 1 }), { minLength: 0, maxLength: 8 })
  .map((marks) => {
    const sorted = marks.toSorted((a, b) => a - b);
    return sorted.flatMap((fromMs, at) => {
      const toMs = sorted[at + 1];
      return at % 2 === 0 && toMs !== undefined ? [{ fromMs, toMs }] : [];
    });
  });
const group: fc.Arbitrary<CallableGroup> = fc.record({ contacts: fc.integer({ min: 0, max: 5_000 }), stretches });
const rate = fc.oneof(fc.double({ min: 0.001, max: 50, noNaN: true }), fc.constant(Infinity));

const spread = (groups: readonly CallableGroup[], callsPerSecond: number) =>
  spreadCalls({ groups, callsPerSecond, fromMs: 0, sliceMs: SLICE_MS, slices: SLICES });

describe('spreading calls over time', () => {
  it('loses nobody: whoever is not called within the time is left', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 6 }), rate, (groups, callsPerSecond) => {
        const { calls, left } = spread(groups, callsPerSecond);
        const contacts = groups.reduce((sum, one) => sum + one.contacts, 0);
        expect(calls.reduce((sum, made) => sum + made, 0) + left).toBeCloseTo(contacts, 1);
      }),
    );
  });

  it('never goes faster than the rate, and never where every window is shut', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 6 }), rate, (groups, callsPerSecond) => {
        spread(groups, callsPerSecond).calls.forEach((made, slice) => {
          expect(made).toBeLessThanOrEqual((callsPerSecond * SLICE_MS) / 1_000 + 1e-3);
          const isOpen = groups.some((one) =>
            one.stretches.some(({ fromMs, toMs }) => fromMs < (slice + 1) * SLICE_MS && toMs > slice * SLICE_MS),
          );
          if (!isOpen) expect(made).toBe(0);
        });
      }),
    );
  });

  it('says when the last one is called, and says nothing when somebody is left', () => {
    const open = [{ fromMs: 0, toMs: END_MS }];
    expect(spread([{ contacts: 1_800, stretches: open }], 1).finishMs).toBeCloseTo(1_800_000, -3);
    expect(spread([{ contacts: 1_000_000, stretches: open }], 1)).toMatchObject({
      finishMs: null,
      left: 1_000_000 - 86_400,
    });
    expect(spread([], 1).finishMs).toBe(0);
  });

  it('lets those who began to wait together go side by side', () => {
    const early = { contacts: 1_000, stretches: [{ fromMs: 0, toMs: 3_600_000 }] };
    const long = { contacts: 1_000, stretches: [{ fromMs: 0, toMs: END_MS }] };
    const { left } = spread([early, long], 0.25);
    // Half of the 900 calls of the first hour are for those whose window then shuts for good.
    expect(left).toBeCloseTo(550, -1);
  });

  it('goes on in the next window where the first one was too short', () => {
    const two = [
      { fromMs: 0, toMs: SLICE_MS },
      { fromMs: SLICE_MS * 8, toMs: SLICE_MS * 9 },
    ];
    const { calls } = spread([{ contacts: 1_500, stretches: two }], 1);
    expect(calls[0]).toBeCloseTo(900);
    expect(calls.slice(1, 8).every((made) => made === 0)).toBe(true);
    expect(calls[8]).toBeCloseTo(600);
  });
});
