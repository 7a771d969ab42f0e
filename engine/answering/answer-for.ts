import { effectOfAnswer } from '../../domain/reminders/effect-of-answer.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { changeOne, type WhichAppointment } from '../reminders/booking/change-one.ts';
import type { AppointmentChangeView } from '../reminders/booking/view-change.ts';

/**
 * An answer that a system or a person of the office tells for one appointment: it counts at once, whatever the cut-off
 * says, and as the last word. Told twice it changes nothing.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, `appointment_cancelled`.
 */
export async function answerFor(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & { meaning: 'confirm' | 'cancel' | 'reschedule'; note?: string | undefined },
): Promise<AppointmentChangeView> {
  return await changeOne(
    deps,
    { ...input, action: `appointment.answer_${input.meaning}` },
    ({ appointment }, { settings }, nowMs) => {
      const { state, answer, startsAtMs } = appointment;
      const effect = effectOfAnswer(
        { ...appointment, cancelledByAnswer: state === 'cancelled' && answer === 'cancel' },
        // Never older than an answer that was given at this very moment.
        {
          meaning: input.meaning,
          atMs: Math.max(nowMs, appointment.answeredAtMs ?? 0),
          toldStartsAtMs: startsAtMs,
          samePerson: true,
          decided: true,
        },
        settings,
      );
      if (effect.kind === 'review') {
        throw new EngineError('conflict', 'appointment_cancelled', `"${input.externalId}" was cancelled.`, {
          repair: 'Book it again (PUT), then it can be confirmed.',
        });
      }
      return effect.kind === 'change' ? { change: effect.change, cause: input.note, set: effect.set } : null;
    },
  );
}
