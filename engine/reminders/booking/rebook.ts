import { inTransaction } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { auditBookings } from './audit-changes.ts';
import { bookIn, refuseArchived, type BookingResult } from './book.ts';
import { readNamed, type WhichAppointment } from './change-one.ts';
import { findProgramme } from '../programmes/find-programme.ts';
import { inTrial } from './in-trial.ts';
import type { Appointment } from '../plans/read-appointments.ts';
import type { BookingItem } from './read-booking.ts';
import { lockPeople } from '../plans/siblings.ts';

/** Parts of an appointment that are to be otherwise. What is left out stays; null takes it away. */
export interface AppointmentPatch {
  phone?: string | undefined;
  startsAt?: string | undefined;
  zone?: string | undefined;
  fold?: 'earlier' | 'later' | undefined;
  recipientZone?: string | null | undefined;
  name?: string | null | undefined;
  /** All of them. */
  variables?: Record<string, string> | undefined;
}

/**
 * Moves or edits an appointment that is there, by what is to be otherwise; a time without an offset is told in its zone.
 * `dryRun`: says what would come of it.
 * Throws EngineError `unknown_programme`, `unknown_appointment`, `appointment_cancelled`, `programme_archived`.
 */
export async function rebookAppointment(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law' | 'zonesOfPhone' | 'places'>,
  input: WhichAppointment & { patch: AppointmentPatch; dryRun?: boolean },
): Promise<BookingResult> {
  const run = input.dryRun ? inTrial : inTransaction;
  return await run(deps.db, async (tx) => {
    const programme = await findProgramme(tx, deps, input.programmeId);
    refuseArchived(programme);
    // People come before appointments in every order of locks.
    await lockPeople(tx, programme, { externalIds: [input.externalId] });
    const mayHold = programme.settings.mergeWithinSeconds === null || input.patch.phone === undefined;
    const found = await readNamed(tx, programme, input.externalId, mayHold);
    if (found.appointment.state === 'cancelled') {
      throw new EngineError('conflict', 'appointment_cancelled', `"${input.externalId}" is cancelled.`, {
        repair: 'Book it again with all that it needs, by PUT.',
      });
    }
    const items = [itemOf(found.appointment, input.patch)];
    const [result] = await bookIn(tx, deps, programme, { items, actor: input.actor });
    if (!result) throw new Error('a booking without a result');
    if (!input.dryRun) await auditBookings(tx, programme, [result], input.actor);
    return result;
  });
}

function itemOf(now: Appointment, patch: AppointmentPatch): BookingItem {
  const { startsAt, phone, fold, variables } = patch;
  const told = now.zoneSource === 'column' ? now.zoneKey : undefined;
  return {
    externalId: now.externalId,
    phone: phone ?? `+${now.phone}`,
    startsAt: startsAt ?? new Date(now.startsAtMs).toISOString(),
    zone: patch.zone ?? now.zone,
    fold,
    recipientZone: patch.recipientZone === undefined ? told : (patch.recipientZone ?? undefined),
    name: patch.name === undefined ? (now.name ?? undefined) : (patch.name ?? undefined),
    variables: variables ?? now.variables,
  };
}
