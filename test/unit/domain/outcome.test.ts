import { describe, expect, it } from 'vitest';
import { defaultWaitSeconds, isOutcome, outcomeClass, OUTCOMES, type Outcome } from '../../../domain/outcome.ts';

const all = Object.keys(OUTCOMES).filter(isOutcome);

describe('outcomes', () => {
  it('have a class, a channel and words of their own each', () => {
    for (const outcome of all) {
      expect(['success', 'retry', 'change', 'never']).toContain(outcomeClass(outcome));
      expect(['call', 'sms']).toContain(OUTCOMES[outcome].channel);
      expect(OUTCOMES[outcome].words).toMatch(/\S/);
    }
    expect(new Set(all.map((outcome) => OUTCOMES[outcome].words)).size).toBe(all.length);
  });

  it('wait for minutes to hours where they may be tried again', () => {
    const waits = all.filter((outcome) => outcomeClass(outcome) === 'retry').map(defaultWaitSeconds);
    expect(waits.length).toBeGreaterThan(0);
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(60);
      expect(wait).toBeLessThanOrEqual(86_400);
    }
  });

  it('never let a no, a wrong number or an end that nobody understands be tried again by itself', () => {
    const again: Outcome[] = all.filter((outcome) => outcomeClass(outcome) === 'retry');
    for (const outcome of ['opted_out', 'sms_opted_out', 'bad_number', 'unknown_end', 'call_rejected'] as const) {
      expect(again).not.toContain(outcome);
    }
  });

  it('are told from other words, names of object members too', () => {
    expect(all.every(isOutcome)).toBe(true);
    for (const word of ['', 'ANSWERED', 'toString', '__proto__', 'constructor']) expect(isOutcome(word)).toBe(false);
  });
});
