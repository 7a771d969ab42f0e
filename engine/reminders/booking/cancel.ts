import type { EngineDeps } from '../../deps.ts';
import { changeOne, type WhichAppointment } from './change-one.ts';
import type { AppointmentChangeView } from './view-change.ts';

/**
 * Cancels an appointment: nothing of its plan goes out any more; what was on its way is named. Cancelled twice, it
 * stays as it is. Throws EngineError `unknown_programme`, `unknown_appointment`.
 */
export async function cancelAppointment(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & { reason?: string | undefined },
): Promise<AppointmentChangeView> {
  return await changeOne(deps, input, ({ appointment }) =>
    appointment.state === 'cancelled'
      ? null
      : { change: 'cancelled', cause: input.reason, set: { state: 'cancelled' } },
  );
}
