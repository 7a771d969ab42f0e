import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextLoopStep, RENEW_AT_EVENTS, type TurnOutcome } from '../../../domain/turn-loop.ts';

const outcome: fc.Arbitrary<TurnOutcome> = fc.oneof(
  fc.constantFrom<TurnOutcome>({ kind: 'more' }, { kind: 'done' }),
  fc.integer({ min: -1_000, max: 10_000_000 }).map((waitMs) => ({ kind: 'later' as const, waitMs })),
);

describe('the loop of a run', () => {
  it('ends exactly when the turn is done, however long its history is', () => {
    fc.assert(
      fc.property(outcome, fc.nat(100_000), (answer, events) => {
        expect(nextLoopStep(answer, events).kind === 'end').toBe(answer.kind === 'done');
      }),
    );
  });

  it('renews a long history before it turns or sleeps again', () => {
    expect(nextLoopStep({ kind: 'more' }, RENEW_AT_EVENTS)).toEqual({ kind: 'renew' });
    expect(nextLoopStep({ kind: 'later', waitMs: 60_000 }, RENEW_AT_EVENTS)).toEqual({ kind: 'renew' });
    expect(nextLoopStep({ kind: 'more' }, RENEW_AT_EVENTS - 1)).toEqual({ kind: 'turn' });
  });

  it('sleeps as long as it was told, and never for less than a second', () => {
    expect(nextLoopStep({ kind: 'later', waitMs: 90_000 }, 10)).toEqual({ kind: 'sleep', waitMs: 90_000 });
    expect(nextLoopStep({ kind: 'later', waitMs: 0 }, 10)).toEqual({ kind: 'sleep', waitMs: 1_000 });
    expect(nextLoopStep({ kind: 'later', waitMs: -5 }, 10)).toEqual({ kind: 'sleep', waitMs: 1_000 });
  });
});
