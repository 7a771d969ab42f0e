import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantSends, GRANT_HORIZON_MS, type Grant, type PacerState } from '../../../domain/pacing.ts';

const START_MS = 1_800_000_000_000;

const limit = fc.record({
  maxCount: fc.integer({ min: 1, max: 500 }),
  windowMs: fc.constantFrom(1_000, 2_000, 10_000, 60_000),
});
const limits = fc.array(limit, { minLength: 1, maxLength: 4 });

const pacersOf = (given: readonly { maxCount: number; windowMs: number }[]): PacerState[] =>
  given.map((each, i) => ({ id: `p${i}`, ...each, nextAtMs: -Infinity }));

const after = (pacers: readonly PacerState[], grant: Grant): PacerState[] =>
  pacers.map((pacer) => ({
    ...pacer,
    nextAtMs: grant.nextAtMs.find(({ id }) => id === pacer.id)?.nextAtMs ?? pacer.nextAtMs,
  }));

/** Claims in turn at the given moments, and answers when each granted send would leave on time. */
function grantedTimes(pacers: PacerState[], claims: Iterable<{ atMs: number; wanted: number; horizonMs: number }>) {
  const times: number[] = [];
  let state = pacers;
  for (const { atMs, wanted, horizonMs } of claims) {
    const grant = grantSends(state, atMs, horizonMs, wanted);
    for (let i = 0; i < grant.count; i++) times.push(grant.firstAtMs + i * grant.spacingMs);
    state = after(state, grant);
  }
  return times;
}

/** The most sends that any window, open at its end, ever holds. */
function fullestWindow(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let fullest = 0;
  let from = 0;
  sorted.forEach((atMs, to) => {
    while ((sorted[from] ?? atMs) <= atMs - windowMs) from++;
    fullest = Math.max(fullest, to - from + 1);
  });
  return fullest;
}

const claimsOver = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.nat(50), fc.nat(2_000)),
    wanted: fc.integer({ min: 1, max: 500 }),
    horizonMs: fc.constantFrom(GRANT_HORIZON_MS.campaign, GRANT_HORIZON_MS.manual),
  }),
  { minLength: 1, maxLength: 60 },
);

const placed = (claims: readonly { waitMs: number; wanted: number; horizonMs: number }[]) => {
  let atMs = START_MS;
  return claims.map(({ waitMs, wanted, horizonMs }) => ({ atMs: (atMs += waitMs), wanted, horizonMs }));
};

describe('granted send times', () => {
  it('never put more than the limit into any sliding window, however late within the allowance each one leaves', () => {
    fc.assert(
      fc.property(
        limits,
        claimsOver,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (given, claims, lateness) => {
          const { maxLateMs } = grantSends(pacersOf(given), START_MS, 0, 1);
          const times = grantedTimes(pacersOf(given), placed(claims));
          const sent = times.map((atMs) => atMs + (lateness.next().value ?? 0) * maxLateMs);
          for (const { maxCount, windowMs } of given) {
            expect(fullestWindow(sent, windowMs)).toBeLessThanOrEqual(maxCount);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep the limit even when the lateness is as bad as it can be', () => {
    // Everything before an instant leaves late, everything after it on time: the tightest bunch that is possible.
    fc.assert(
      fc.property(limit, fc.nat(2_000), (given, turnMs) => {
        const { maxLateMs } = grantSends(pacersOf([given]), START_MS, 0, 1);
        const claims = Array.from({ length: 40 }, (_, i) => ({
          atMs: START_MS + i * 100,
          wanted: 500,
          horizonMs: 250,
        }));
        const times = grantedTimes(pacersOf([given]), claims);
        const sent = times.map((atMs) => (atMs < START_MS + turnMs ? atMs + maxLateMs : atMs));
        expect(fullestWindow(sent, given.windowMs)).toBeLessThanOrEqual(given.maxCount);
      }),
      { numRuns: 500 },
    );
  });

  it('use at least 90 % of the tightest limit while there is work', () => {
    fc.assert(
      fc.property(limits, fc.infiniteStream(fc.nat(50)), (given, delays) => {
        const horizonMs = GRANT_HORIZON_MS.campaign;
        const tightest = Math.min(...given.map(({ maxCount, windowMs }) => maxCount / windowMs));
        const spanMs = Math.max(20 / tightest, 5_000);
        let state = pacersOf(given);
        let granted = 0;
        // Claims as a turn does: when the next send comes within reach, a little late.
        for (let atMs = START_MS; atMs < START_MS + spanMs;) {
          const grant = grantSends(state, atMs, horizonMs, 500);
          granted += grant.count;
          state = after(state, grant);
          atMs = Math.max(grant.freeAtMs - horizonMs, atMs + 1) + (delays.next().value ?? 0);
        }
        expect(granted).toBeGreaterThanOrEqual(Math.floor(spanMs * tightest * 0.9));
      }),
      { numRuns: 200 },
    );
  });

  it('reach no further ahead than the horizon, and answer when the next one is free', () => {
    fc.assert(
      fc.property(limits, claimsOver, (given, claims) => {
        let state = pacersOf(given);
        for (const { atMs, wanted, horizonMs } of placed(claims)) {
          const grant = grantSends(state, atMs, horizonMs, wanted);
          state = after(state, grant);
          expect(grant.count).toBeLessThanOrEqual(wanted);
          expect(grant.firstAtMs).toBeGreaterThanOrEqual(atMs);
          if (grant.count === 0) {
            expect(grant.freeAtMs).toBeGreaterThan(atMs + horizonMs);
            expect(grant.nextAtMs).toEqual([]);
          } else {
            expect(grant.firstAtMs + (grant.count - 1) * grant.spacingMs).toBeLessThanOrEqual(atMs + horizonMs + 0.01);
            expect(grantSends(state, grant.freeAtMs, 0, 1).firstAtMs).toBeCloseTo(grant.freeAtMs, 1);
          }
        }
      }),
    );
  });

  it('are all at once where there is no limit', () => {
    expect(grantSends([], START_MS, 250, 300)).toMatchObject({
      count: 300,
      firstAtMs: START_MS,
      spacingMs: 0,
      maxLateMs: Infinity,
      nextAtMs: [],
      freeAtMs: START_MS,
    });
  });

  it('save nothing up: after a quiet hour the first second holds what any second may', () => {
    const pacers = pacersOf([{ maxCount: 10, windowMs: 1_000 }]);
    const times = grantedTimes(pacers, [
      { atMs: START_MS, wanted: 1, horizonMs: 250 },
      ...Array.from({ length: 20 }, (_, i) => ({ atMs: START_MS + 3_600_000 + i * 50, wanted: 500, horizonMs: 250 })),
    ]);
    expect(fullestWindow(times, 1_000)).toBeLessThanOrEqual(10);
  });
});

describe('a pacer that a moved clock left behind', () => {
  const pacer = { id: 'p', maxCount: 10, windowMs: 1_000 };
  const spacingMs = 1_000 / 9.5;

  it('starts again when its next time is further away than its spacing and five seconds', () => {
    const lost = { ...pacer, nextAtMs: START_MS + spacingMs + 5_001 };
    expect(grantSends([lost], START_MS, 250, 1)).toMatchObject({ count: 1, firstAtMs: START_MS });
  });

  it('is believed up to there', () => {
    const far = { ...pacer, nextAtMs: START_MS + spacingMs + 4_999 };
    expect(grantSends([far], START_MS, 250, 1)).toMatchObject({ count: 0, firstAtMs: far.nextAtMs });
  });

  it('does not make the other limits forget theirs', () => {
    const lost = { ...pacer, id: 'lost', nextAtMs: START_MS + 86_400_000 };
    const good = { ...pacer, id: 'good', nextAtMs: START_MS + 100 };
    expect(grantSends([lost, good], START_MS, 250, 1)).toMatchObject({ count: 1, firstAtMs: good.nextAtMs });
  });

  it('is not mistaken for lost when its spacing is long: one an hour stays one an hour', () => {
    const slow = { id: 's', maxCount: 1, windowMs: 3_600_000, nextAtMs: START_MS + 3_700_000 };
    expect(grantSends([slow], START_MS, 250, 1).count).toBe(0);
  });
});
