import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  effectOfAnswer,
  type AnsweredAppointment,
  type AnswerEffect,
  type GivenAnswer,
} from '../../../../domain/reminders/effect-of-answer.ts';

const HOUR = 3_600_000;
const START = 100 * HOUR;
const POLICY = {
  answers: { keys: {}, onConfirm: 'stop', onCancel: 'cancel', onReschedule: 'stop', cutoffSeconds: 3600 },
  repeatAfterMoveSeconds: 900,
} as const;
const BOOKED: AnsweredAppointment = {
  state: 'booked',
  answer: null,
  answeredAtMs: null,
  startsAtMs: START,
  cancelledByAnswer: false,
};
const given = (meaning: GivenAnswer['meaning'], changes: Partial<GivenAnswer> = {}): GivenAnswer => ({
  meaning,
  atMs: START - 24 * HOUR,
  toldStartsAtMs: START,
  samePerson: true,
  decided: false,
  ...changes,
});
const brief = (effect: AnswerEffect): string => {
  if (effect.kind === 'review') return effect.doubt;
  return effect.kind === 'change' ? `${effect.change} ${effect.set.state} ${effect.set.answer}` : effect.kind;
};
const CANCELLED = { ...BOOKED, state: 'cancelled', answer: 'cancel', cancelledByAnswer: true } as const;
const CONFIRMED = { ...BOOKED, state: 'confirmed', answer: 'confirm' } as const;

describe('effectOfAnswer', () => {
  it.each([
    [BOOKED, given('confirm'), 'confirmed confirmed confirm'],
    [CONFIRMED, given('confirm'), 'same'],
    [CANCELLED, given('confirm'), 'restored confirmed confirm'],
    [{ ...CANCELLED, cancelledByAnswer: false }, given('confirm'), 'cancelled'],
    [BOOKED, given('cancel'), 'cancelled cancelled cancel'],
    [CONFIRMED, given('cancel'), 'cancelled cancelled cancel'],
    [CANCELLED, given('cancel'), 'same'],
    [CONFIRMED, given('reschedule'), 'answered booked reschedule'],
    [CANCELLED, given('reschedule'), 'answered cancelled reschedule'],
    [{ ...CANCELLED, answer: 'reschedule' }, given('cancel'), 'answered cancelled cancel'],
    [BOOKED, given('unclear'), 'unclear'],
    [BOOKED, given('human'), 'human'],
    [BOOKED, given('opt_out'), 'none'],
    [BOOKED, given('other'), 'none'],
    // A later answer counts.
    [{ ...CONFIRMED, answeredAtMs: START - 2 * HOUR }, given('cancel'), 'none'],
    [BOOKED, given('confirm', { samePerson: false }), 'other_number'],
    [BOOKED, given('confirm', { toldStartsAtMs: START - HOUR }), 'moved'],
    [BOOKED, given('cancel', { toldStartsAtMs: START - HOUR }), 'moved'],
    [BOOKED, given('confirm', { toldStartsAtMs: START - 900_000 }), 'confirmed confirmed confirm'],
    [BOOKED, given('cancel', { atMs: START - HOUR }), 'late'],
    [BOOKED, given('cancel', { atMs: START - HOUR - 1 }), 'cancelled cancelled cancel'],
    [BOOKED, given('confirm', { atMs: START - 1 }), 'confirmed confirmed confirm'],
    [BOOKED, given('confirm', { atMs: START }), 'late'],
    // Somebody has looked.
    [BOOKED, given('cancel', { atMs: START, decided: true }), 'cancelled cancelled cancel'],
    [BOOKED, given('confirm', { toldStartsAtMs: 0, samePerson: false, decided: true }), 'confirmed confirmed confirm'],
  ] as const)('of %j given %j is %s', (appointment, answer, effect) => {
    expect(brief(effectOfAnswer(appointment, answer, POLICY))).toBe(effect);
  });

  it('leaves the appointment where the policy does not cancel it, and takes a confirmation back', () => {
    const policy = { ...POLICY, answers: { ...POLICY.answers, onCancel: 'continue' as const } };
    expect(brief(effectOfAnswer(CONFIRMED, given('cancel'), policy))).toBe('answered booked cancel');
    expect(brief(effectOfAnswer({ ...BOOKED, answer: 'cancel' }, given('cancel'), policy))).toBe('same');
  });

  it('ends the same in whatever order answers come', () => {
    const meaning = fc.constantFrom('confirm' as const, 'cancel' as const, 'reschedule' as const);
    const answers = fc.uniqueArray(fc.record({ meaning, atMs: fc.integer({ min: 0, max: START - 2 * HOUR }) }), {
      selector: ({ atMs }) => atMs,
      maxLength: 6,
    });
    const after = (order: readonly { meaning: GivenAnswer['meaning']; atMs: number }[]): AnsweredAppointment => {
      let now = BOOKED;
      for (const one of order) {
        const effect = effectOfAnswer(now, given(one.meaning, one), POLICY);
        if (effect.kind === 'change')
          now = { ...now, ...effect.set, cancelledByAnswer: effect.set.state === 'cancelled' };
        else if (effect.kind === 'same') now = { ...now, answeredAtMs: Math.max(now.answeredAtMs ?? 0, one.atMs) };
      }
      return now;
    };
    fc.assert(
      fc.property(answers, fc.integer(), (list, seed) => {
        const told = list.toSorted((a, b) => ((a.atMs * 31 + seed) % 17) - ((b.atMs * 31 + seed) % 17));
        const last = list.toSorted((a, b) => a.atMs - b.atMs).at(-1);
        if (!last) return;
        // What somebody wants is what was said last; a cancelled one that is to be moved depends on what was heard before.
        expect(after(told)).toMatchObject({ answer: last.meaning, answeredAtMs: last.atMs });
      }),
    );
  });
});
