import { sql } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { changeAppointments, type AppointmentWrite } from '../plans/change-appointments.ts';
import { findProgramme, type Programme } from '../programmes/find-programme.ts';
import { readAppointments, type AppointmentInPlan } from '../plans/read-appointments.ts';
import { lockPeople } from '../plans/siblings.ts';
import { auditChange } from './audit-changes.ts';
import { asItStands, viewChange, type AppointmentChangeView } from './view-change.ts';

export interface WhichAppointment {
  /** Id or name. */
  programmeId: string;
  externalId: string;
  actor: string;
}

/**
 * Changes one appointment by a decision that is made while it is locked; null = nothing is to change.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, and what `decide` throws.
 */
export async function changeOne(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: WhichAppointment & {
    /** How the trail names it, where what changed says too little. */
    action?: string | undefined;
  },
  decide: (
    found: AppointmentInPlan,
    programme: Programme,
    nowMs: number,
  ) => Omit<AppointmentWrite, 'appointmentId'> | null,
  /** Throws where what would come of it is not to be. */
  verify: (view: AppointmentChangeView) => void = () => {},
): Promise<AppointmentChangeView> {
  return await inTransaction(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    const { nowMs } = programme;
    await lockPeople(tx, programme, { externalIds: [input.externalId] });
    const found = await readNamed(tx, programme, input.externalId, true);
    const { appointmentId } = found.appointment;
    const write = decide(found, programme, nowMs);
    const changed = await changeAppointments(tx, deps, {
      programme,
      changes: write === null ? [] : [{ ...write, appointmentId }],
      nowMs,
      actor: input.actor,
    });
    const one = changed.find(({ appointment }) => appointment.appointmentId === appointmentId);
    const view = viewChange(deps, programme, {
      ...(one ?? asItStands(found)),
      change: one?.change ?? 'unchanged',
      conflicts: [],
    });
    verify(view);
    if (write !== null) await auditChange(tx, view, { actor: input.actor, action: input.action, write });
    return view;
  });
}

/** The appointment of an external id, held or not. Throws EngineError `unknown_appointment`. */
export async function readNamed(
  tx: Transaction,
  programme: Programme,
  externalId: string,
  lock: boolean,
): Promise<AppointmentInPlan> {
  const [found] = await readAppointments(tx, {
    which: sql`a.programme_id = ${programme.programmeId} and a.external_id = ${externalId}`,
    purpose: programme.settings.purpose,
    lock,
  });
  if (found) return found;
  throw new EngineError('not_found', 'unknown_appointment', `"${programme.name}" has no appointment "${externalId}".`, {
    repair: 'List the appointments to find its external id.',
  });
}
