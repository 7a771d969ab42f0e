import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  causeOfAttempt,
  causeOfRefusal,
  describeCause,
  KNOWN_CAUSES,
  normalisedMessage,
} from '../../../domain/cause.ts';
import { OUTCOMES, outcomeClass, isOutcome } from '../../../domain/outcome.ts';
import { REFUSALS } from '../../../domain/refusal.ts';

const ended = (outcome: string, providerReason: string | null = null) => ({
  state: 'DISPOSED' as const,
  outcome,
  providerReason,
});

describe('the cause of an attempt', () => {
  it('is none while it is under way, and none when it did its work', () => {
    for (const state of ['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'VOID'] as const) {
      expect(causeOfAttempt({ state, outcome: 'busy', providerReason: null })).toBeNull();
    }
    expect(causeOfAttempt(ended('answered'))).toBeNull();
    expect(causeOfAttempt(ended('sms_sent'))).toBeNull();
  });

  it('has an entry with the class of its outcome for every outcome that is a failure', () => {
    for (const outcome of Object.keys(OUTCOMES)) {
      if (!isOutcome(outcome) || outcomeClass(outcome) === 'success') continue;
      const cause = causeOfAttempt(ended(outcome));
      expect(cause).toBe(outcome);
      expect(KNOWN_CAUSES).toContain(cause);
      expect(describeCause(cause ?? '').class).toBe(outcomeClass(outcome));
    }
  });

  it('of a refusal is known for every refusal and channel, and in words', () => {
    for (const refusal of ['rate_limited', 'no_credit', 'unauthorised', 'not_found', 'invalid', 'opted_out'] as const) {
      expect(REFUSALS[refusal]).toBeDefined();
      for (const channel of ['call', 'sms'] as const) expect(KNOWN_CAUSES).toContain(causeOfRefusal(refusal, channel));
    }
  });

  it('that nobody knows is one group for messages that differ in numbers and ids only', () => {
    const one = causeOfAttempt(ended('unknown_end', 'SIP 603 Decline (call 0f9c1c8e-1111-4222-8333-444455556666)'));
    const other = causeOfAttempt(ended('unknown_end', 'SIP 486 Decline (call aa9c1c8e-1111-4222-8333-444455556677)'));
    expect(one).toBe('unknown_end:sip # decline call #');
    expect(other).toBe(one);
    expect(describeCause(one ?? '').words).toBe('Ended for an unknown reason: “sip # decline call #”');
    expect(causeOfAttempt(ended('unknown_end'))).toBe('unknown_end');
    expect(causeOfAttempt(ended('unknown_end', '  '))).toBe('unknown_end');
  });

  it('never carries a telephone number of somebody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 999_999_999_999 }), fc.string(), (phone, words) => {
        expect(normalisedMessage(`${words} +${phone} ${words}`)).not.toContain(String(phone));
      }),
    );
  });

  it('is short, and the same when it is normalised again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (message) => {
        const once = normalisedMessage(message);
        expect(once.length).toBeLessThanOrEqual(60);
        expect(normalisedMessage(once)).toBe(once);
      }),
    );
  });

  it('of another version still has words', () => {
    expect(describeCause('line_on_fire')).toMatchObject({
      code: 'line_on_fire',
      class: 'change',
      words: 'Line on fire',
    });
    expect(describeCause('constructor').class).toBe('change');
  });
});
