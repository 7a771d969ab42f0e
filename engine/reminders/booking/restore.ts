import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { changeOne, type WhichAppointment } from './change-one.ts';
import type { AppointmentChangeView } from './view-change.ts';

/**
 * Takes a cancellation back: the appointment stands again as it was, and is planned as if it were booked now. What was
 * sent before is not sent again; steps that were taken out stay out. One that is not cancelled stays as it is.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, `programme_archived`, `appointment_over`.
 */
export async function restoreAppointment(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & { reason?: string | undefined },
): Promise<AppointmentChangeView> {
  return await changeOne(deps, input, ({ appointment }, programme, nowMs) => {
    if (appointment.state !== 'cancelled') return null;
    if (programme.archived) {
      throw new EngineError('conflict', 'programme_archived', `"${programme.name}" takes no appointments any more.`, {
        repair: 'Book it in another programme.',
      });
    }
    if (appointment.startsAtMs <= nowMs) {
      const said = sayAppointment(deps.zones, appointment.zone, appointment.startsAtMs, nowMs);
      throw new EngineError('conflict', 'appointment_over', `"${appointment.externalId}" was ${said}, which is over.`, {
        repair: 'Book it again at a time to come.',
      });
    }
    // An answer that cancelled it would stop its plan again; what has passed by now is not made up for.
    const set = { state: 'booked', answer: null, answeredAtMs: null, bookedAtMs: nowMs } as const;
    return { change: 'restored', cause: input.reason, set };
  });
}
