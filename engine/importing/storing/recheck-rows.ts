import { sql } from 'drizzle-orm';
import { copyText } from '../../../db/copy.ts';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { PROBLEM_COLUMNS, problemLines, ROW_COLUMNS, rowLine } from '../checking/chunk-text.ts';
import { inCopyTransaction, type CopyTransaction } from './copy-transaction.ts';
import type { CsvRow } from '../reading/csv-rows.ts';
import type { StoredImport } from '../find-import.ts';
import { FindingCounter, type FindingGroup } from '../findings.ts';
import type { CheckedAgain } from '../checking/list-reader.ts';
import type { ListReaderPort, OpenListReader } from '../checking/open-list-reader.ts';
import { jobOf } from './check-list.ts';
import { readmitRows } from './readmit-rows.ts';
import type { ImportDeps } from '../run-import.ts';
import { settleDoubtful, type Settled } from './settle-doubtful.ts';
import { LEASE_SECONDS, phoneHeaderOf, storeSettled } from './store-chunk.ts';
import { storeGroups } from './store-groups.ts';

const PAGE_ROWS = 2_000;

interface PendingRow {
  rowNumber: number;
  verdict: 'rejected' | 'duplicate' | 'accepted';
  cells: string[];
  shape: NonNullable<CsvRow['problem']> | null;
  editedBy: string | null;
  editedAtMs: number | null;
  /** It is in a campaign already: what was committed stays as it is. */
  committed: boolean;
}

/**
 * Checks the rows of a draft again that a decision or a correction touched, a page at a time, each page with its
 * counters in one transaction. Answers whether there were any.
 */
export async function recheckRows(
  deps: ImportDeps & { openListReader: OpenListReader },
  list: StoredImport,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const some = await firstRow(
    deps.db,
    sql`select 1 as some from import_rows where import_id = ${list.id} and pending limit 1`,
  );
  if (!some) return false;
  const reader = await deps.openListReader(await jobOf(deps, list));
  try {
    while ((await recheckPage(deps, list, reader)) === PAGE_ROWS) if (signal?.aborted) return true;
    await showOthers(deps, list.id);
  } finally {
    reader.close();
  }
  return true;
}

async function recheckPage(deps: ImportDeps, list: StoredImport, reader: ListReaderPort): Promise<number> {
  return await inCopyTransaction(deps.db, async (transaction) => {
    const { tx } = transaction;
    // The reader may be busy with another thing.
    await tx.execute(sql`set local idle_in_transaction_session_timeout = '60s'`);
    const standing = await firstRow<{ checked: boolean }>(
      tx,
      // A decision that came meanwhile has marked rows for its own options: they are read again before these go on.
      sql`select state = 'checked' and version = ${list.version} as checked from imports where id = ${list.id} for no key update`,
    );
    if (!standing?.checked) return 0;
    const pending = await rows<PendingRow>(
      tx,
      sql`select r.row_number as "rowNumber", r.verdict, r.cells, r.shape, r.edited_by as "editedBy", to_ms(r.edited_at) as "editedAtMs",
            exists (select from contact_states s where s.contact_id = ${list.firstContactId}::bigint + r.row_number) as committed
          from import_rows r where r.import_id = ${list.id} and r.pending order by r.row_number limit ${PAGE_ROWS} for update`,
    );
    const again = pending.filter((row) => !row.committed);
    const wasIn = again.filter((row) => row.verdict === 'accepted');
    const wasOut = again.filter((row) => row.verdict !== 'accepted');
    // How accepted rows were read is counted already.
    const checkedIn = await reader.checkAgain(wasIn.map(asCsvRow));
    const checkedOut = await reader.checkAgain(wasOut.map(asCsvRow));
    const given = await firstNumbers(transaction, list, wasIn);
    await forget(transaction, list, again);
    const settled = await storeChecked(transaction, list, [...checkedIn.rows, ...checkedOut.rows]);
    await storeGroups(transaction, list.id, checkedOut.notes);
    await rememberEdits(transaction, list.id, again, settled.verdicts);
    await tx.execute(sql`
      update import_rows set pending = false
      where import_id = ${list.id} and row_number = any(${sql.param(pending.map((row) => row.rowNumber))}::integer[])`);
    const left = (verdict: PendingRow['verdict']): number => again.filter((row) => row.verdict === verdict).length;
    const { accepted, rejected, duplicates, displaced } = settled;
    await tx.execute(sql`
      update imports set accepted_rows = accepted_rows + ${accepted - displaced - left('accepted')},
        rejected_rows = rejected_rows + ${rejected - left('rejected')},
        duplicate_rows = duplicate_rows + ${duplicates + displaced - left('duplicate')},
        failure = case when accepted_rows + ${accepted - displaced - left('accepted')} > 0 then null else failure end,
        working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
      where id = ${list.id}`);
    await readmitRows(
      transaction,
      list,
      given.filter((phone) => !settled.phones.has(phone)),
    );
    return pending.length;
  });
}

const asCsvRow = ({ rowNumber, cells, shape }: PendingRow): CsvRow => ({
  number: rowNumber,
  line: rowNumber,
  cells: cells.slice(),
  ...(shape === null ? {} : { problem: shape }),
});

/** The numbers for which others may have been set aside. */
async function firstNumbers(
  { tx }: CopyTransaction,
  list: StoredImport,
  wasIn: readonly PendingRow[],
): Promise<number[]> {
  const ids = sql.param(wasIn.map((row) => list.firstContactId + row.rowNumber));
  const found = await rows<{ phone: number }>(tx, sql`select phone from contacts where id = any(${ids}::bigint[])`);
  return found.map(({ phone }) => phone);
}

/** Takes out what is stored of these rows, and out of the counts by cause. */
async function forget({ tx }: CopyTransaction, list: StoredImport, again: readonly PendingRow[]): Promise<void> {
  const numbers = sql.param(again.map((row) => row.rowNumber));
  const ids = sql.param(again.map((row) => list.firstContactId + row.rowNumber));
  const counted = await rows<Omit<FindingGroup, 'examples'>>(
    tx,
    sql`with gone as (
          delete from import_problems where import_id = ${list.id} and row_number = any(${numbers}::integer[]) returning *
        )
        select severity, code, coalesce(column_name, '') as "column", coalesce(fix, '') as fix, -count(*) as count
        from gone group by 1, 2, 3, 4`,
  );
  await storeGroups(
    { tx },
    list.id,
    counted.map((group) => ({ ...group, examples: [] })),
  );
  await tx.execute(
    sql`delete from import_rows where import_id = ${list.id} and row_number = any(${numbers}::integer[])`,
  );
  await tx.execute(sql`delete from contact_phones where contact_id = any(${ids}::bigint[])`);
  await tx.execute(sql`delete from contacts where id = any(${ids}::bigint[])`);
}

interface StoredAgain {
  accepted: number;
  rejected: number;
  duplicates: number;
  displaced: number;
  verdicts: Map<number, PendingRow['verdict']>;
  /** First numbers of those that are accepted. */
  phones: Set<number>;
}

async function storeChecked(
  transaction: CopyTransaction,
  list: StoredImport,
  checked: readonly CheckedAgain[],
): Promise<StoredAgain> {
  const good = checked.flatMap(({ accepted, findings, cells }) =>
    accepted ? [{ row: accepted, findings, cells }] : [],
  );
  const bad = checked.filter(({ accepted }) => !accepted);
  const keepAll = list.options.duplicates === 'keep_all';
  const settled: Settled = keepAll
    ? { accepted: good, duplicates: [], displaced: [] }
    : await settleDoubtful(transaction, {
        ...list,
        doubtful: good.sort((a, b) => a.row.rowNumber - b.row.rowNumber),
        keepLast: list.options.duplicates === 'keep_last',
        phoneHeader: phoneHeaderOf(list),
      });
  await storeSettled(transaction, list, settled);
  const groups = new FindingCounter();
  let lines = '';
  let problems = '';
  for (const { rowNumber, findings, cells } of bad) {
    const shape = findings.find(
      ({ code }) => code === 'unclosed_quote' || code === 'stray_quote' || code === 'row_too_long',
    );
    lines += rowLine(list.id, { rowNumber, cells, shape: shape?.code }, 'rejected');
    problems += problemLines(list.id, rowNumber, findings);
    for (const finding of findings) groups.add(rowNumber, finding);
  }
  await copyText(transaction.client, ROW_COLUMNS, Buffer.from(lines));
  await copyText(transaction.client, PROBLEM_COLUMNS, Buffer.from(problems));
  await storeGroups(transaction, list.id, groups.take());
  const verdicts = new Map<number, PendingRow['verdict']>();
  for (const { row } of settled.accepted) verdicts.set(row.rowNumber, 'accepted');
  for (const { rowNumber } of settled.duplicates) verdicts.set(rowNumber, 'duplicate');
  for (const { rowNumber } of bad) verdicts.set(rowNumber, 'rejected');
  return {
    accepted: settled.accepted.length,
    rejected: bad.length,
    duplicates: settled.duplicates.length,
    displaced: settled.displaced.length,
    verdicts,
    phones: new Set(settled.accepted.map(({ row }) => row.phones[0]?.digits ?? 0)),
  };
}

/** What somebody corrected stays known, also when there is nothing more to say of the row: a later check needs it. */
async function rememberEdits(
  { tx }: CopyTransaction,
  importId: string,
  again: readonly PendingRow[],
  verdicts: ReadonlyMap<number, PendingRow['verdict']>,
): Promise<void> {
  const edited = again
    .filter((row) => row.editedBy !== null)
    .map(({ rowNumber, cells, editedBy, editedAtMs }) => ({
      row: rowNumber,
      verdict: verdicts.get(rowNumber) ?? 'rejected',
      cells,
      by: editedBy,
      at: editedAtMs,
    }));
  if (edited.length === 0) return;
  await tx.execute(sql`
    insert into import_rows (import_id, row_number, verdict, cells, edited_by, edited_at)
    select ${importId}, e.row, e.verdict, e.cells, e.by, from_ms(e.at)
    from jsonb_to_recordset(${JSON.stringify(edited)}::jsonb) as e("row" integer, verdict text, cells jsonb, "by" text, at double precision)
    on conflict (import_id, row_number) do update set edited_by = excluded.edited_by, edited_at = excluded.edited_at`);
}

/** Groups that are empty go; the others show rows that are still in them. */
async function showOthers(deps: ImportDeps, importId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`set local statement_timeout = '10min'`);
    await tx.execute(sql`delete from import_groups where import_id = ${importId} and count <= 0`);
    await tx.execute(sql`
    update import_groups g set examples = coalesce((
        select jsonb_agg(jsonb_build_object('rowNumber', p.row_number, 'value', p.value, 'message', p.message, 'suggested', p.suggested))
        from (select * from import_problems p where p.import_id = g.import_id and p.severity = g.severity and p.code = g.code
            and coalesce(p.column_name, '') = g.column_name and coalesce(p.fix, '') = g.fix
          order by p.row_number, p.ordinal limit 3) p), g.examples)
    where g.import_id = ${importId} and g.severity <> 'info'`);
  });
}
