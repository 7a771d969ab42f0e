import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallees } from '../../../simulator/callees/callees.ts';
import { MIXED_POPULATION, drawCallBehaviour } from '../../../simulator/callees/distribution.ts';
import { patternOf } from '../../../simulator/callees/patterns.ts';
import { draw } from '../../../simulator/world/seeded-draw.ts';

const phone = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((digits) => `+1${digits}`);

describe('seeded population', () => {
  it('draws the same for the same seed, purpose, destination and index, and within [0, 1)', () => {
    fc.assert(
      fc.property(fc.nat(), phone, fc.nat(1000), (seed, to, index) => {
        const value = draw(seed, 'call', to, index);
        expect(value).toBe(draw(seed, 'call', to, index));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
      }),
    );
  });

  it('spreads neighbouring numbers evenly over ten classes', () => {
    const classes = Array.from({ length: 10 }, () => 0);
    for (let at = 0; at < 20_000; at += 1) {
      const drawn = Math.floor(draw(7, 'call', `+1212${2_000_000 + at}`, 0) * 10);
      classes[drawn] = (classes[drawn] ?? 0) + 1;
    }
    for (const count of classes) {
      expect(count).toBeGreaterThan(1800);
      expect(count).toBeLessThan(2200);
    }
  });

  it('gives every outcome about its weight', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 20_000; at += 1) {
      const { outcome } = drawCallBehaviour(3, MIXED_POPULATION, `+1303${2_000_000 + at * 7}`, 0);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    for (const [outcome, weight] of Object.entries(MIXED_POPULATION.weights)) {
      expect(Math.abs((counts.get(outcome) ?? 0) / 200 - weight), outcome).toBeLessThan(1.5);
    }
  });

  it('makes another world of another seed', () => {
    const outcomes = (seed: number): string[] =>
      Array.from(
        { length: 50 },
        (_, at) => drawCallBehaviour(seed, MIXED_POPULATION, `+1720555${1000 + at}`, 0).outcome,
      );
    expect(outcomes(1)).not.toEqual(outcomes(2));
  });

  it('lets a script win over a pattern, and a pattern over the distribution', () => {
    const callees = createCallees(1, 'answer');
    expect(callees.nextCall('+12125559001').outcome).toBe('busy');
    callees.at('+12125559001').callScript = [
      { outcome: 'voicemail', ringSeconds: 1, talkSeconds: 1, optOut: false, says: null },
    ];
    expect(callees.nextCall('+12125559001').outcome).toBe('voicemail');
    callees.setDistribution('answer', false);
    expect(callees.nextCall('+13035559001').outcome).toBe('answer');
  });

  it('goes through the steps of a pattern by attempt and repeats the last', () => {
    const callees = createCallees(1, 'answer');
    const outcomes = [0, 1, 2, 3].map((calls) => {
      callees.at('+12125559009').calls = calls;
      return callees.nextCall('+12125559009').outcome;
    });
    expect(outcomes).toEqual(['no_answer', 'busy', 'answer', 'answer']);
  });

  it('finds patterns in exchange 555 only', () => {
    expect(patternOf('+12125559001')).toBeDefined();
    expect(patternOf('+12124449001')).toBeUndefined();
    expect(patternOf('+4412125559001')).toBeUndefined();
  });
});
