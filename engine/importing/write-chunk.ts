import { sql } from 'drizzle-orm';
import { copyRows } from '../../db/copy.ts';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import type { AcceptedRow, RejectedRow } from './check-row.ts';
import { inCopyTransaction, type CopyTransaction } from './copy-transaction.ts';

export interface Chunk {
  accepted: AcceptedRow[];
  rejected: RejectedRow[];
  /** The last row of the file before this chunk, and in it. */
  afterRow: number;
  lastRow: number;
  bytesRead: number;
  phoneHeader: string;
}

/** How long a job may be silent before another may go on in its place. */
export const LEASE_SECONDS = 30;

/**
 * Writes a chunk whole or not at all, once: the import must stand exactly where the chunk begins. `lost` = it does
 * not, because it was cancelled or another job went on with it; nothing was written.
 */
export async function writeChunk(
  deps: Pick<EngineDeps, 'db'>,
  importId: string,
  chunk: Chunk,
): Promise<{ kind: 'written' } | { kind: 'lost' }> {
  return inCopyTransaction(deps.db, async (transaction) => {
    const { tx } = transaction;
    // A chunk is small and the tables may be huge: each row is to be looked up, whatever the planner guesses of a
    // staging table that it knows nothing about. Otherwise every chunk may read whole tables.
    await tx.execute(sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`);
    const standing = await firstRow<{ ok: boolean }>(
      tx,
      sql`select state = 'working' and coalesce((detected ->> 'lastRow')::int, 0) = ${chunk.afterRow} as ok
          from imports where id = ${importId} for no key update`,
    );
    if (!standing?.ok) return { kind: 'lost' };
    await copyProblems(transaction, importId, chunk.rejected);
    await stage(transaction, chunk.accepted);
    const duplicates = await setDuplicatesAside(transaction, importId, chunk.phoneHeader);
    const accepted = await mergeStaged(transaction, importId);
    const rows = chunk.accepted.length + chunk.rejected.length;
    if (accepted + duplicates !== chunk.accepted.length) {
      throw new Error(`import ${importId}: ${chunk.accepted.length} rows became ${accepted} + ${duplicates}`);
    }
    await tx.execute(sql`
      update imports set rows_read = rows_read + ${rows}, bytes_read = ${chunk.bytesRead},
        accepted_rows = accepted_rows + ${accepted}, rejected_rows = rejected_rows + ${chunk.rejected.length},
        duplicate_rows = duplicate_rows + ${duplicates},
        detected = detected || jsonb_build_object('lastRow', ${chunk.lastRow}::int),
        working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
      where id = ${importId}`);
    return { kind: 'written' };
  });
}

async function copyProblems(
  { client }: CopyTransaction,
  importId: string,
  rejected: readonly RejectedRow[],
): Promise<void> {
  if (rejected.length === 0) return;
  const columns = 'import_id, row_number, ordinal, severity, code, column_name, value, message, cells';
  const rows = rejected.flatMap(({ rowNumber, problems, cells }) =>
    problems.map((problem, ordinal) => [
      importId,
      rowNumber,
      ordinal,
      'error',
      problem.code,
      problem.columnName,
      problem.value,
      problem.message,
      ordinal === 0 ? JSON.stringify(cells) : null,
    ]),
  );
  await copyRows(client, `import_problems (${columns})`, rows);
}

async function stage({ client, tx }: CopyTransaction, accepted: readonly AcceptedRow[]): Promise<void> {
  await tx.execute(sql`
    create temporary table if not exists import_stage (
      row_number integer primary key, phone bigint not null, external_id text, name text,
      zone_key text not null, zone_source text not null, variables jsonb not null
    ) on commit delete rows`);
  await copyRows(
    client,
    'pg_temp.import_stage (row_number, phone, external_id, name, zone_key, zone_source, variables)',
    accepted.map((row) => [
      row.rowNumber,
      row.phone,
      row.externalId,
      row.name,
      row.zoneKey,
      row.zoneSource,
      JSON.stringify(row.variables),
    ]),
  );
}

/**
 * Takes out of the stage what this file has already brought, and says in which row. `offset 0` keeps the look-up by
 * phone: by import it would read everything that the import has written so far, for every row.
 */
async function setDuplicatesAside({ tx }: CopyTransaction, importId: string, phoneHeader: string): Promise<number> {
  const result = await tx.execute(sql`
    with ranked as (
      select s.row_number, coalesce(
          (select earlier.row_number
            from (select c.import_id, c.row_number from contacts c where c.phone = s.phone offset 0) earlier
            where earlier.import_id = ${importId} limit 1),
          min(s.row_number) over (partition by s.phone)
        ) as first_row
      from pg_temp.import_stage s
    ), gone as (
      delete from pg_temp.import_stage s using ranked r
      where r.row_number = s.row_number and r.first_row < s.row_number
      returning s.row_number, s.phone, r.first_row
    )
    insert into import_problems (import_id, row_number, ordinal, severity, code, column_name, value, message)
    select ${importId}, row_number, 0, 'duplicate', 'duplicate_phone', ${phoneHeader}, '+' || phone,
      'the same number as in row ' || first_row || '; expected each number once'
    from gone`);
  return result.rowCount ?? 0;
}

/**
 * Staged rows become contacts with a state each. Phones are written in ascending order, so that two imports of the
 * same people wait for each other instead of blocking each other.
 */
async function mergeStaged({ tx }: CopyTransaction, importId: string): Promise<number> {
  await tx.execute(sql`
    insert into person_phones (phone)
    select s.phone from pg_temp.import_stage s
    where not exists (select from person_phones p where p.phone = s.phone)
    order by s.phone
    on conflict (phone) do nothing`);
  const result = await tx.execute(sql`
    with added as (
      insert into contacts (import_id, row_number, phone, person_id, external_id, name, zone_key, zone_source, variables)
      select ${importId}, s.row_number, s.phone, p.person_id, s.external_id, s.name, s.zone_key, s.zone_source, s.variables
      from pg_temp.import_stage s join person_phones p on p.phone = s.phone
      order by s.row_number
      returning id, person_id, zone_key
    ), judged as (
      select id, zone_key = '' as zone_unknown, exists (
          select from person_phones p join suppressions x on x.phone = p.phone and x.lifted_at is null
          where p.person_id = added.person_id
        ) as suppressed
      from added
    )
    insert into contact_states (contact_id, state, reason)
    select id,
      case when suppressed then 'suppressed' when zone_unknown then 'unknown_zone' else 'ready' end,
      case when suppressed then 'opted_out' when zone_unknown then 'zone_unknown' end
    from judged`);
  return result.rowCount ?? 0;
}
