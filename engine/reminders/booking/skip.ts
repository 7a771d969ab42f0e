import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { changeOne, type WhichAppointment } from './change-one.ts';
import type { AppointmentChangeView } from './view-change.ts';

/**
 * Takes steps out of one appointment, all that are still to come where none is named; `undo` puts them back.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, `unknown_step`.
 */
export async function skipSteps(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & {
    steps?: readonly string[] | undefined;
    undo?: boolean | undefined;
    reason?: string | undefined;
  },
): Promise<AppointmentChangeView> {
  const action = input.undo ? 'appointment.unskip' : undefined;
  return await changeOne(deps, { ...input, action }, ({ appointment }, programme) => {
    const keys = programme.settings.steps.map(({ key }) => key);
    const named = input.steps ?? keys;
    const unknown = named.find((key) => !keys.includes(key));
    if (unknown !== undefined) throw unknownStep(programme.name, unknown, keys);
    const skipped = input.undo
      ? appointment.skipped.filter((key) => !named.includes(key))
      : [...new Set([...appointment.skipped, ...named])];
    return skipped.length === appointment.skipped.length
      ? null
      : { change: input.undo ? 'edited' : 'skipped', cause: input.reason, set: { skipped } };
  });
}

export const unknownStep = (programme: string, key: string, keys: readonly string[]): EngineError =>
  new EngineError('invalid', 'unknown_step', `"${programme}" has no step "${key}".`, {
    repair: `Its steps are ${keys.join(', ')}.`,
  });
