import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { ContactOverrides } from '../../../db/schema/contacts.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import { EngineError } from '../../error.ts';
import { bookIn, refuseArchived, type BookingResult } from '../../reminders/booking/book.ts';
import { findProgramme } from '../../reminders/programmes/find-programme.ts';
import type { BookingItem } from '../../reminders/booking/read-booking.ts';
import type { StoredImport } from '../find-import.ts';
import type { ImportFailureFacts } from '../import-failure.ts';
import { createWay } from '../make-way.ts';
import type { ImportDeps } from '../run-import.ts';
import { LEASE_SECONDS } from '../storing/store-chunk.ts';
import { refuseRows, type RefusedRow } from './refuse-rows.ts';
import { writeConsents } from './write-consents.ts';

/** So many share a transaction: it holds up nobody who books at the same time. */
const BATCH = 500;

/** What an appointment comes from, as each of its versions says it. */
export const causeOf = (importId: string): string => `import:${importId}`;

/** A row that waits for its booking. */
export interface StagedRow {
  id: number;
  rowNumber: number;
  phone: number;
  externalId: string | null;
  name: string | null;
  zoneKey: string;
  zoneSource: ZoneSource;
  placeKey: string;
  variables: Record<string, string>;
  overrides: ContactOverrides | null;
}

/**
 * Books the rows of a list, batch by batch. A row is there until it is booked and gone with its booking, in one
 * transaction: a killed job goes on with those that are left, and nothing is booked twice. What is refused by now is set
 * aside with its reason. Of such a list a part may be booked while another is not, so from its first booking on it can
 * be taken back but not cancelled.
 */
export async function commitAppointments(
  deps: ImportDeps,
  list: StoredImport,
  signal: AbortSignal | undefined,
): Promise<'done' | 'stopped' | ImportFailureFacts> {
  const way = createWay(deps);
  try {
    for (;;) {
      if (signal?.aborted) return 'stopped';
      const step = await inTransaction(deps.db, (tx) => bookBatch(tx, deps, list));
      if (step !== 'next') return step;
      if (await way.isWanted()) await way.make();
    }
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'programme_archived' || error.kind === 'not_found')) {
      return { code: error.code, message: error.message, repair: error.repair ?? 'Upload it for another programme.' };
    }
    throw error;
  }
}

async function bookBatch(
  tx: Transaction,
  deps: ImportDeps,
  list: StoredImport,
): Promise<'next' | 'done' | 'stopped' | ImportFailureFacts> {
  const standing = await firstRow<{ programmeId: string; by: string; again: boolean }>(
    tx,
    sql`select programme_id as "programmeId", coalesce(changed_by, created_by) as by, coalesce(detected ? 'committed', false) as again
        from imports where id = ${list.id} and state = 'committing' for no key update`,
  );
  if (!standing) return 'stopped';
  const staged = await rows<StagedRow>(
    tx,
    sql`select id, row_number as "rowNumber", phone, external_id as "externalId", name, zone_key as "zoneKey",
          zone_source as "zoneSource", place_key as "placeKey", variables, overrides
        from contacts where id between ${list.firstContactId} and ${list.lastContactId} order by id limit ${BATCH}`,
  );
  const [first, last] = [staged[0], staged.at(-1)];
  if (!first || !last) return await endCommit(tx, list);
  const programme = await findProgramme(tx, deps, standing.programmeId);
  refuseArchived(programme);
  const known = await bookedBefore(tx, list, standing.programmeId, staged);
  const results = await bookIn(tx, deps, programme, {
    items: staged.filter(({ externalId }) => !known.has(externalId ?? '')).map(itemOf),
    cause: causeOf(list.id),
    actor: standing.by,
  });
  const refused = refusedOf(staged, known, results);
  const range = { firstContactId: first.id, lastContactId: last.id };
  const consents = await writeConsents(tx, list, range, standing);
  await refuseRows(tx, list, refused);
  await tx.execute(sql`delete from contact_phones where contact_id between ${first.id} and ${last.id}`);
  await tx.execute(sql`delete from contacts where id between ${first.id} and ${last.id}`);
  const booked = staged.length - refused.length;
  await tx.execute(sql`
    update imports set committed_rows = committed_rows + ${booked}, accepted_rows = accepted_rows - ${refused.length},
      rejected_rows = rejected_rows + ${refused.length}, failed_jobs = 0,
      working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second',
      detected = detected || jsonb_build_object('reopened', coalesce((detected ->> 'reopened')::boolean, false) or ${booked > 0},
        'consents', coalesce((detected ->> 'consents')::integer, 0) + ${consents}::integer)
    where id = ${list.id}`);
  return 'next';
}

const itemOf = (row: StagedRow): BookingItem => {
  const { appointment } = row.overrides ?? {};
  return {
    externalId: row.externalId ?? '',
    phone: `+${row.phone}`,
    // An instant: which one a time without offset means was decided when it was checked.
    startsAt: appointment === undefined ? '' : new Date(appointment.startsAtMs).toISOString(),
    zone: appointment?.zone,
    recipient: { zoneKey: row.zoneKey, zoneSource: row.zoneSource, placeKey: row.placeKey },
    name: row.name ?? undefined,
    variables: row.variables,
  };
};

/** Ids of these rows that a row of this list has booked already: a repaired one, or one of a job that was killed. */
async function bookedBefore(
  tx: Transaction,
  list: StoredImport,
  programmeId: string,
  staged: readonly StagedRow[],
): Promise<Set<string>> {
  const ids = staged.map(({ externalId }) => externalId ?? '');
  const found = await rows<{ externalId: string }>(
    tx,
    sql`select a.external_id as "externalId" from appointments a
        where a.programme_id = ${programmeId} and a.external_id = any(${sql.param(ids)}::text[])
          and exists (select from appointment_versions v where v.appointment_id = a.id and v.cause = ${causeOf(list.id)})`,
  );
  return new Set(found.map(({ externalId }) => externalId));
}

const DUPLICATE: RefusedRow['problem'] = {
  code: 'duplicate_external_id',
  message: 'another row of this list has the same id, and that one counts; expected each appointment once',
  pointer: '/externalId',
};

function refusedOf(
  staged: readonly StagedRow[],
  known: ReadonlySet<string>,
  results: readonly BookingResult[],
): RefusedRow[] {
  const answers = results.values();
  return staged.flatMap((row): RefusedRow[] => {
    if (known.has(row.externalId ?? '')) return [{ row, problem: DUPLICATE }];
    const result = answers.next().value;
    if (!result) throw new Error(`row ${row.rowNumber} has no answer`);
    if (result.ok) return [];
    const { code, ...said } = result.problem;
    return [{ row, problem: code === 'duplicate_in_request' ? DUPLICATE : { ...said, code } }];
  });
}

async function endCommit(tx: Transaction, list: StoredImport): Promise<'done' | ImportFailureFacts> {
  const left = await firstRow<{ acceptedRows: number }>(
    tx,
    sql`select accepted_rows as "acceptedRows" from imports where id = ${list.id}`,
  );
  if (left?.acceptedRows === 0) {
    return {
      code: 'no_usable_rows',
      message: 'None of its appointments could be booked.',
      repair: 'Repair the rows (the reject file says how), or upload a newer list.',
    };
  }
  await tx.execute(sql`
    update imports set state = 'done', committed_rows = accepted_rows, ended_at = outdial_now(), working_until = null,
      detected = detected || '{"committed": true}'
    where id = ${list.id}`);
  return 'done';
}
