import type { AppointmentChange } from '../../../db/schema/appointment-versions.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { AppointmentWrite } from '../plans/change-appointments.ts';
import type { BookingResult } from './book.ts';
import type { AppointmentChangeView } from './view-change.ts';

const ACTIONS: Record<AppointmentChange, string> = {
  booked: 'appointment.book',
  moved: 'appointment.move',
  edited: 'appointment.edit',
  cancelled: 'appointment.cancel',
  restored: 'appointment.restore',
  confirmed: 'appointment.answer',
  answered: 'appointment.answer',
  skipped: 'appointment.skip',
  sent_now: 'appointment.send_now',
  replanned: 'appointment.replan',
};

/** A change of one appointment that somebody asked for; nothing where nothing changed. `action`: where its name says too little. */
export async function auditChange(
  tx: Transaction,
  view: AppointmentChangeView,
  {
    actor,
    action,
    write,
  }: { actor: string; action?: string | undefined; write?: Omit<AppointmentWrite, 'appointmentId'> },
): Promise<void> {
  const { change, appointmentId, programmeId, version, startsAt } = view;
  if (change === 'unchanged') return;
  await audit(tx, {
    actor,
    action: action ?? ACTIONS[change],
    subject: `appointment:${appointmentId}`,
    reason: write?.cause,
    details: { change, programmeId, version, startsAt, step: write?.now, skipped: write?.set?.skipped },
  });
}

/** A request of one appointment leaves a line of that one; a request of many one line with their counts, whatever their number. */
export async function auditBookings(
  tx: Transaction,
  { programmeId }: { programmeId: string },
  results: readonly BookingResult[],
  actor: string,
): Promise<void> {
  const [only] = results;
  if (results.length === 1 && only?.ok) return await auditChange(tx, only, { actor });
  const counts: Record<string, number> = {};
  for (const result of results) {
    const what = result.ok ? result.change : 'refused';
    counts[what] = (counts[what] ?? 0) + 1;
  }
  const { unchanged = 0, refused = 0 } = counts;
  const count = results.length - unchanged - refused;
  if (count === 0) return;
  await audit(tx, {
    actor,
    action: 'appointment.book_many',
    subject: `programme:${programmeId}`,
    details: { count, ...counts },
  });
}
