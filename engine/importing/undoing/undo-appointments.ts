import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { changeAppointments } from '../../reminders/plans/change-appointments.ts';
import { findProgramme } from '../../reminders/programmes/find-programme.ts';
import { readAppointments } from '../../reminders/plans/read-appointments.ts';
import { lockPeople } from '../../reminders/plans/siblings.ts';
import { uuidArray } from '../../dialing/lock-order.ts';
import { causeOf } from '../committing/commit-appointments.ts';
import type { ImportDeps } from '../run-import.ts';
import { LEASE_SECONDS } from '../storing/store-chunk.ts';
import { UNDONE_REASON } from './undo-batch.ts';

const BATCH = 500;

/**
 * Cancels the next appointments that a list has booked and that are still to come; called until it answers 0, and then
 * the list is `undone`. What it only moved or edited was there before, and stays as it is. A cancelled one is not looked
 * at again, so a killed job goes on with those that are left.
 */
export async function undoAppointments(deps: ImportDeps, importId: string): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const list = await firstRow<{ programmeId: string; by: string; firstContactId: number; lastContactId: number }>(
      tx,
      sql`select programme_id as "programmeId", coalesce(changed_by, created_by) as by, first_contact_id as "firstContactId",
            last_contact_id as "lastContactId"
          from imports where id = ${importId} and state = 'undoing' for no key update`,
    );
    if (!list) return 0;
    const programme = await findProgramme(tx, deps, list.programmeId);
    const { nowMs } = programme;
    const which = sql`a.programme_id = ${programme.programmeId} and a.state <> 'cancelled'
      and a.starts_at > from_ms(${nowMs}::double precision) and exists (select from appointment_versions v
        where v.appointment_id = a.id and v.cause = ${causeOf(importId)} and v.change in ('booked', 'restored'))`;
    const next = await rows<{ id: string }>(
      tx,
      sql`select a.id from appointments a where ${which} order by a.starts_at limit ${BATCH}`,
    );
    if (next.length === 0) {
      // Rows that an end in the middle has left unbooked.
      const range = sql`between ${list.firstContactId} and ${list.lastContactId}`;
      await tx.execute(sql`delete from contact_phones where contact_id ${range}`);
      await tx.execute(sql`delete from contacts where id ${range}`);
      await tx.execute(sql`
        update imports set state = 'undone', last_row = 0, ended_at = outdial_now(), working_until = null where id = ${importId}`);
      return 0;
    }
    const ids = next.map(({ id }) => id);
    await lockPeople(tx, programme, { appointmentIds: ids });
    const locked = await readAppointments(tx, {
      which: sql`a.id = any(${uuidArray(ids)}) and a.state <> 'cancelled'`,
      purpose: programme.settings.purpose,
      lock: true,
    });
    await changeAppointments(tx, deps, {
      programme,
      changes: locked.map(({ appointment: { appointmentId } }) => ({
        appointmentId,
        change: 'cancelled',
        cause: UNDONE_REASON,
        set: { state: 'cancelled' },
      })),
      nowMs,
      actor: list.by,
    });
    await tx.execute(sql`
      update imports set undone_rows = undone_rows + ${locked.length},
        working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
      where id = ${importId}`);
    return next.length;
  });
}
