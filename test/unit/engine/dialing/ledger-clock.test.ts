import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedgerClock } from '../../../../engine/dialing/ledger-clock.ts';

const OFFSET_MS = 1_700_000_000_000;

describe('the ledger clock', () => {
  it('reads every instant by the quickest answer, however slow the others were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 400, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (latencies) => {
          const clock = createLedgerClock();
          latencies.forEach((latencyMs, n) =>
            clock.observe({ ledgerMs: OFFSET_MS + n * 10, localMs: n * 10 + latencyMs }),
          );
          // 5,000 by the ledger comes at 5,000 here, plus the smallest delay that any answer had.
          expect(clock.toLocalMs(OFFSET_MS + 5_000)).toBeCloseTo(5_000 + Math.min(...latencies), 3);
        },
      ),
    );
  });

  it('forgets readings older than half a minute', () => {
    const clock = createLedgerClock();
    clock.observe({ ledgerMs: OFFSET_MS, localMs: 1 });
    clock.observe({ ledgerMs: OFFSET_MS + 40_000, localMs: 40_020 });
    expect(clock.toLocalMs(OFFSET_MS + 40_000)).toBe(40_020);
  });

  it('follows the ledger when its clock is set back or jumps ahead', () => {
    const clock = createLedgerClock();
    clock.observe({ ledgerMs: OFFSET_MS, localMs: 1 });
    clock.observe({ ledgerMs: OFFSET_MS - 60_000, localMs: 101 });
    expect(clock.toLocalMs(OFFSET_MS - 60_000)).toBe(101);
    clock.observe({ ledgerMs: OFFSET_MS + 3_600_000, localMs: 201 });
    expect(clock.toLocalMs(OFFSET_MS + 3_600_000)).toBe(201);
  });
});
