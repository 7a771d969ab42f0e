import { sql } from 'drizzle-orm';
import { copyText } from '../../../db/copy.ts';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { sqlState } from '../../../db/transaction.ts';
import type { EngineDeps } from '../../deps.ts';
import {
  CONTACT_COLUMNS,
  contactLine,
  PHONE_COLUMNS,
  phoneLines,
  PROBLEM_COLUMNS,
  problemLines,
  ROW_COLUMNS,
  rowLine,
} from '../checking/chunk-text.ts';
import { inCopyTransaction, type CopyTransaction } from './copy-transaction.ts';
import type { StoredImport } from '../find-import.ts';
import { FindingCounter } from '../findings.ts';
import { joinPeople } from './join-people.ts';
import type { CheckedChunk } from '../checking/list-reader.ts';
import { settleDoubtful, type Settled } from './settle-doubtful.ts';
import { storeGroups } from './store-groups.ts';

/** How long a job may be silent before another may go on in its place. */
export const LEASE_SECONDS = 30;

export type Stored = 'stored' | 'lost';

/**
 * Stores a chunk whole or not at all, once: the import must stand exactly where the chunk begins. `lost` = it does
 * not, because it was cancelled or another job went on with it; nothing was written. The lines go to the database
 * while the chunk before is still being counted (`previous`), since these are most of the work and depend on nothing.
 */
export async function storeChunk(
  deps: Pick<EngineDeps, 'db'>,
  list: StoredImport,
  chunk: CheckedChunk,
  previous: Promise<Stored>,
): Promise<Stored> {
  try {
    return await inCopyTransaction<Stored>(deps.db, async (transaction) => {
      await copyLines(transaction, chunk);
      const stored = (await previous) === 'stored' && (await standsAt(transaction.tx, list.id, chunk.afterRow));
      if (!stored) throw new LostError();
      await countChunk(transaction, list, chunk);
      return 'stored';
    });
  } catch (error) {
    if (error instanceof LostError) return 'lost';
    // Another job has stored these very rows.
    if (sqlState(error) === UNIQUE_VIOLATION && !(await standsAt(deps.db, list.id, chunk.afterRow))) return 'lost';
    throw error;
  }
}

/** Undoes the transaction. */
class LostError extends Error {}

const UNIQUE_VIOLATION = '23505';

/** Whether the import is being checked and stands behind this row; holds its row until the transaction ends. */
export async function standsAt(tx: Pick<Queryable, 'execute'>, importId: string, row: number): Promise<boolean> {
  const standing = await firstRow<{ ok: boolean }>(
    tx,
    sql`select state = 'checking' and last_row = ${row} as ok from imports where id = ${importId} for no key update`,
  );
  return standing?.ok === true;
}

async function copyLines({ tx, client }: CopyTransaction, chunk: CheckedChunk): Promise<void> {
  // A database that crashes may lose the last chunks with their count of rows: they are read again. The commit waits.
  await tx.execute(sql`set local synchronous_commit = off`);
  // It waits for the chunk before, which a busy disk may hold up.
  await tx.execute(sql`set local idle_in_transaction_session_timeout = '60s'`);
  await copyText(client, CONTACT_COLUMNS, chunk.contacts);
  await copyText(client, PHONE_COLUMNS, chunk.phones);
  await copyText(client, ROW_COLUMNS, chunk.problemRows);
  await copyText(client, PROBLEM_COLUMNS, chunk.problems);
}

async function countChunk(transaction: CopyTransaction, list: StoredImport, chunk: CheckedChunk): Promise<void> {
  const settled = await settleDoubtful(transaction, {
    ...list,
    doubtful: chunk.doubtful,
    keepLast: list.options.duplicates === 'keep_last',
    phoneHeader: phoneHeaderOf(list),
  });
  await storeSettled(transaction, list, settled);
  await joinPeople(transaction, chunk.people);
  await storeGroups(transaction, list.id, chunk.groups);
  await transaction.tx.execute(sql`
    update imports set rows_read = rows_read + ${chunk.rows}, bytes_read = ${chunk.bytesRead}, last_row = ${chunk.lastRow},
      accepted_rows = accepted_rows + ${chunk.accepted + settled.accepted.length - settled.displaced.length},
      rejected_rows = rejected_rows + ${chunk.rejected},
      duplicate_rows = duplicate_rows + ${settled.duplicates.length + settled.displaced.length},
      working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second', failed_jobs = 0
    where id = ${list.id}`);
}

/** Header of the column whose number makes two rows duplicates. */
export const phoneHeaderOf = (list: StoredImport): string =>
  list.detected.layout?.columns.find((column) => column.use === 'phone')?.header ?? '';

/** A displaced row's line goes behind whatever else is said of it. */
const DISPLACED_ORDINAL = 1_000;

/** Stores rows whose number was looked up: accepted ones, duplicates, and those that lost their place. */
export async function storeSettled(
  transaction: CopyTransaction,
  list: StoredImport,
  { accepted, duplicates, displaced }: Settled,
): Promise<void> {
  if (accepted.length + duplicates.length + displaced.length === 0) return;
  const { tx, client } = transaction;
  const groups = new FindingCounter();
  await displace(transaction, list, displaced);
  let contacts = '';
  let phones = '';
  let problemRows = '';
  let problems = '';
  for (const { row, findings, cells } of accepted) {
    contacts += contactLine(row, identityOf(list));
    phones += phoneLines(row, identityOf(list));
    if (findings.length === 0) continue;
    problemRows += rowLine(list.id, { rowNumber: row.rowNumber, cells }, 'accepted');
    problems += problemLines(list.id, row.rowNumber, findings);
    for (const finding of findings) groups.add(row.rowNumber, finding);
  }
  for (const { rowNumber, cells, finding } of duplicates) {
    problemRows += rowLine(list.id, { rowNumber, cells }, 'duplicate');
    problems += problemLines(list.id, rowNumber, [finding]);
    groups.add(rowNumber, finding);
  }
  for (const { rowNumber, finding } of displaced) groups.add(rowNumber, finding);
  await copyText(client, CONTACT_COLUMNS, Buffer.from(contacts));
  await copyText(client, PHONE_COLUMNS, Buffer.from(phones));
  await copyText(client, ROW_COLUMNS, Buffer.from(problemRows));
  await copyText(client, PROBLEM_COLUMNS, Buffer.from(problems));
  await joinPeople(
    { tx },
    accepted.map(({ row }) => row.phones.map((phone) => phone.digits)),
  );
  await storeGroups({ tx }, list.id, groups.take());
}

async function displace({ tx }: CopyTransaction, list: StoredImport, displaced: Settled['displaced']): Promise<void> {
  if (displaced.length === 0) return;
  const ids = sql.param(displaced.map(({ rowNumber }) => list.firstContactId + rowNumber));
  await tx.execute(sql`delete from contact_phones where contact_id = any(${ids}::bigint[])`);
  await tx.execute(sql`delete from contacts where id = any(${ids}::bigint[])`);
  const lines = displaced.map(({ rowNumber, finding }) => ({ row: rowNumber, ...finding }));
  await tx.execute(sql`
    insert into import_problems (import_id, row_number, ordinal, severity, code, column_name, value, message)
    select ${list.id}, l.row, ${DISPLACED_ORDINAL}, l.severity, l.code, l."column", l.value, l.message
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l("row" integer, severity text, code text, "column" text, value text, message text)
    on conflict do nothing`);
  await tx.execute(sql`
    update import_rows set verdict = 'duplicate'
    where import_id = ${list.id} and row_number = any(${sql.param(displaced.map(({ rowNumber }) => rowNumber))}::integer[])`);
}

const identityOf = ({ id, firstContactId }: StoredImport) => ({ importId: id, firstContactId });
