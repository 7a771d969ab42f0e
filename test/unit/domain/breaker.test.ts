import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBreaker, type Breaker, type BreakerEvent } from '../../../domain/breaker.ts';
import { REFUSALS, type Refusal } from '../../../domain/refusal.ts';

const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const CLOSED: Breaker = { state: 'closed', reason: null, waitMs: 0, resumeAtMs: null, ambiguousInARow: 0 };

const refused = (refusal: Refusal): BreakerEvent => ({ kind: 'refused', refusal });
const ambiguous: BreakerEvent = { kind: 'ambiguous' };
const accepted: BreakerEvent = { kind: 'accepted' };
const after = (events: readonly BreakerEvent[], from: Breaker = CLOSED): Breaker =>
  events.reduce((breaker, event) => nextBreaker(breaker, event, NOW_MS), from);
/** What the claim does when it takes one row of an open breaker. */
const probing = (breaker: Breaker): Breaker => ({ ...breaker, state: 'probing' });

const EVERY_REFUSAL: readonly Refusal[] = [
  'rate_limited',
  'no_credit',
  'unauthorised',
  'not_found',
  'invalid',
  'opted_out',
];
const anyEvent: fc.Arbitrary<BreakerEvent> = fc.oneof(
  fc.constantFrom(accepted, ambiguous),
  fc.constantFrom(...EVERY_REFUSAL.map(refused)),
);

describe('the breaker at 429', () => {
  it('waits 30 s, doubles with each probe that fails, and never waits longer than 15 min', () => {
    const waits: number[] = [];
    let breaker = CLOSED;
    for (let i = 0; i < 8; i++) {
      breaker = nextBreaker(breaker, refused('rate_limited'), NOW_MS);
      expect(breaker).toMatchObject({ state: 'open', reason: 'rate_limited', resumeAtMs: NOW_MS + breaker.waitMs });
      waits.push(breaker.waitMs);
      breaker = probing(breaker);
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000, 900_000]);
  });

  it('takes the answers of one burst as one signal', () => {
    expect(after([refused('rate_limited'), refused('rate_limited'), refused('rate_limited')]).waitMs).toBe(30_000);
  });

  it('starts at 30 s again after a success, and after a failure of another kind', () => {
    const twice = after([refused('rate_limited')], probing(after([refused('rate_limited')])));
    expect(twice.waitMs).toBe(60_000);
    expect(after([accepted, refused('rate_limited')], probing(twice)).waitMs).toBe(30_000);
    const broke = after([refused('no_credit')]);
    expect(after([refused('rate_limited')], probing(broke)).waitMs).toBe(30_000);
  });
});

describe('the breaker at ambiguous answers', () => {
  it('opens at the fifth in a row, for 60 s', () => {
    expect(after(Array.from({ length: 4 }, () => ambiguous)).state).toBe('closed');
    expect(after(Array.from({ length: 5 }, () => ambiguous))).toMatchObject({
      state: 'open',
      reason: 'ambiguous_answers',
      resumeAtMs: NOW_MS + MINUTE_MS,
    });
  });

  it('counts anew after any clear answer', () => {
    const four = Array.from({ length: 4 }, () => ambiguous);
    expect(after([...four, accepted, ...four]).state).toBe('closed');
    expect(after([...four, refused('invalid'), ...four]).state).toBe('closed');
  });

  it('opens again when the one probe is ambiguous too, and closes when it is clear', () => {
    const open = after(Array.from({ length: 5 }, () => ambiguous));
    expect(after([ambiguous], probing(open))).toMatchObject({ state: 'open', resumeAtMs: NOW_MS + MINUTE_MS });
    expect(after([accepted], probing(open))).toEqual(CLOSED);
    // "This one number is wrong" is a clear answer of a provider that works.
    expect(after([refused('invalid')], probing(open))).toEqual(CLOSED);
  });
});

describe('the breaker at 402', () => {
  it('probes after 15 min', () => {
    expect(after([refused('no_credit')])).toMatchObject({
      state: 'open',
      reason: 'no_credit',
      resumeAtMs: NOW_MS + 15 * MINUTE_MS,
    });
    expect(after([accepted], probing(after([refused('no_credit')])))).toEqual(CLOSED);
  });
});

describe('the breaker at 401, 403 and 404', () => {
  it.each(['unauthorised', 'not_found'] as const)('waits for a person at %s, whatever comes later', (refusal) => {
    const open = after([refused(refusal)]);
    expect(open).toMatchObject({ state: 'open', reason: refusal, resumeAtMs: null });
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        expect(after(events, open)).toMatchObject({ state: 'open', resumeAtMs: null });
      }),
    );
  });
});

describe('the breaker in any row of answers', () => {
  it('is not closed by calls that were accepted before it opened', () => {
    for (const refusal of ['rate_limited', 'no_credit', 'unauthorised'] as const) {
      const open = after([refused(refusal)]);
      expect(after([accepted, accepted], open)).toEqual(open);
    }
  });

  it('is open only with a reason and an end or a person, and never waits longer than 15 min', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyEvent, fc.constant('probe' as const)), { maxLength: 60 }), (steps) => {
        const end = steps.reduce<Breaker>(
          (breaker, step) =>
            step !== 'probe'
              ? nextBreaker(breaker, step, NOW_MS)
              : breaker.state === 'open' && breaker.resumeAtMs !== null
                ? probing(breaker)
                : breaker,
          CLOSED,
        );
        expect(end.waitMs).toBeLessThanOrEqual(15 * MINUTE_MS);
        expect(end.state === 'closed').toBe(end.reason === null);
        expect(end.resumeAtMs ?? NOW_MS).toBeLessThanOrEqual(NOW_MS + 15 * MINUTE_MS);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has a rule for every refusal', () => {
    expect(Object.keys(REFUSALS).toSorted()).toEqual(EVERY_REFUSAL.toSorted());
    expect(EVERY_REFUSAL.map((refusal) => after([refused(refusal)]).state)).toEqual([
      'open',
      'open',
      'open',
      'open',
      'closed',
      'closed',
    ]);
  });
});
