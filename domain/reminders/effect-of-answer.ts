import type { AnswerMeaning } from '../answer.ts';
import type { AppointmentState } from './planned-reminder.ts';
import type { ProgrammeSettings } from './programme.ts';

/** An appointment as an answer finds it. */
export interface AnsweredAppointment {
  state: AppointmentState;
  answer: AnswerMeaning | null;
  /** When the last answer that counts was given. */
  answeredAtMs: number | null;
  startsAtMs: number;
  /** An answer cancelled it, nobody else. */
  cancelledByAnswer: boolean;
}

export interface GivenAnswer {
  meaning: AnswerMeaning;
  /** When it was given, however late it is told. */
  atMs: number;
  /** The start that the message told of which it answers. */
  toldStartsAtMs: number;
  /** The appointment is still with whoever answered. */
  samePerson: boolean;
  /** Somebody has looked at it, or a system tells it as its own: it is asked no further. */
  decided: boolean;
}

/** Why an answer goes to a person. */
export type AnswerDoubt = 'unclear' | 'human' | 'late' | 'moved' | 'other_number' | 'cancelled';

export type AnswerEffect =
  | {
      kind: 'change';
      change: 'confirmed' | 'restored' | 'cancelled' | 'answered';
      set: { state: AppointmentState; answer: AnswerMeaning; answeredAtMs: number };
    }
  /** It says what holds already. */
  | { kind: 'same' }
  /** A later answer came before it, or it is none. */
  | { kind: 'none' }
  | { kind: 'review'; doubt: AnswerDoubt };

type Policy = Pick<ProgrammeSettings, 'answers' | 'repeatAfterMoveSeconds'>;

/**
 * What an answer does to one appointment of its message. The answer that was given last counts, in whatever order they
 * come. What is about a start that moved since, comes too late, or meets an appointment that the office cancelled is
 * looked at by a person.
 */
export function effectOfAnswer(appointment: AnsweredAppointment, given: GivenAnswer, policy: Policy): AnswerEffect {
  const { meaning, atMs } = given;
  if (meaning === 'opt_out' || meaning === 'other') return { kind: 'none' };
  if (meaning === 'unclear' || meaning === 'human') return { kind: 'review', doubt: meaning };
  if (appointment.answeredAtMs !== null && appointment.answeredAtMs > atMs) return { kind: 'none' };
  const doubt = given.decided ? null : doubtOf(appointment, given, policy);
  if (doubt !== null) return { kind: 'review', doubt };
  switch (meaning) {
    case 'confirm':
      return confirm(appointment, atMs);
    case 'cancel':
      return cancel(appointment, atMs, policy);
    case 'reschedule':
      return appointment.answer === 'reschedule' ? { kind: 'same' } : answered(appointment, 'reschedule', atMs);
  }
}

function doubtOf(
  { startsAtMs }: AnsweredAppointment,
  { meaning, atMs, toldStartsAtMs, samePerson }: GivenAnswer,
  { answers, repeatAfterMoveSeconds }: Policy,
): AnswerDoubt | null {
  if (!samePerson) return 'other_number';
  // A move that is too small to be told again is the same start for whoever answers.
  if (Math.abs(toldStartsAtMs - startsAtMs) > repeatAfterMoveSeconds * 1000) return 'moved';
  const endsAtMs = meaning === 'confirm' ? startsAtMs : startsAtMs - answers.cutoffSeconds * 1000;
  return atMs >= endsAtMs ? 'late' : null;
}

function confirm({ state, answer, cancelledByAnswer }: AnsweredAppointment, atMs: number): AnswerEffect {
  const set = { state: 'confirmed', answer: 'confirm', answeredAtMs: atMs } as const;
  if (state === 'cancelled') {
    return cancelledByAnswer ? { kind: 'change', change: 'restored', set } : { kind: 'review', doubt: 'cancelled' };
  }
  if (state === 'confirmed' && answer === 'confirm') return { kind: 'same' };
  return { kind: 'change', change: 'confirmed', set };
}

function cancel(appointment: AnsweredAppointment, atMs: number, { answers }: Policy): AnswerEffect {
  if (appointment.state === 'cancelled') {
    // Said after a wish for another time, it is what holds now.
    return appointment.answer === 'reschedule' ? answered(appointment, 'cancel', atMs) : { kind: 'same' };
  }
  if (answers.onCancel === 'cancel') {
    const set = { state: 'cancelled', answer: 'cancel', answeredAtMs: atMs } as const;
    return { kind: 'change', change: 'cancelled', set };
  }
  return appointment.answer === 'cancel' ? { kind: 'same' } : answered(appointment, 'cancel', atMs);
}

/** Who wants another time, or none, has not confirmed any more. */
function answered({ state }: AnsweredAppointment, answer: 'cancel' | 'reschedule', atMs: number): AnswerEffect {
  const set = { state: state === 'cancelled' ? state : ('booked' as const), answer, answeredAtMs: atMs };
  return { kind: 'change', change: 'answered', set };
}
