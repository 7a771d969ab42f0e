import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import type { FindingCode } from '../../../domain/finding-titles.ts';
import type { EngineDeps } from '../../deps.ts';
import { candidatePages, findElsewhere, othersAmong, type Other, type OthersList } from './find-others.ts';
import { FindingCounter, type Finding, type Severity } from '../findings.ts';
import { LEASE_SECONDS } from './store-chunk.ts';
import { storeGroups } from './store-groups.ts';

const PAGE_CONTACTS = 10_000;
/** Lines of single rows that are stored of a warning; its count is of all. */
const STORED_WARNINGS = 1_000;
/** Behind whatever else is said of a row, each code at a place of its own. */
const ORDINALS: Record<Other['code'], number> = {
  in_this_campaign: 2_000,
  in_other_campaign: 2_001,
  recently_dialled: 2_002,
};
const CODES = Object.keys(ORDINALS);

/**
 * The last step of a check: people of the list, by any of their numbers, who wait in a campaign already or were dialled
 * in the last `recentDays` (7 unless told otherwise). By `options.others` they are let in with a warning (default), or
 * set aside as duplicates, a page at a time: repeatable, killed anywhere. Answers how many rows it is about; it ends early
 * when the list is not being checked any more.
 */
export async function checkAgainstOthers(deps: Pick<EngineDeps, 'db'>, list: OthersList): Promise<{ rows: number }> {
  const policy = list.options.others ?? 'warn';
  if (policy === 'ignore') return { rows: 0 };
  const elsewhere = await findElsewhere(deps.db, list);
  if (!elsewhere) return { rows: 0 };
  const warnings = new FindingCounter();
  const lines: Line[] = [];
  const stored = new Map<string, number>();
  let rows = 0;
  for await (const ids of candidatePages(deps.db, elsewhere, PAGE_CONTACTS)) {
    const others = await othersAmong(deps.db, elsewhere, ids);
    rows += new Set(others.map(({ contactId }) => contactId)).size;
    if (policy === 'skip') {
      if (!(await inTransaction(deps.db, (tx) => setAside(tx, list, others)))) return { rows };
      continue;
    }
    for (const other of others) {
      const finding = findingOf(other, 'warning');
      warnings.add(other.rowNumber, finding);
      const count = stored.get(other.code) ?? 0;
      if (count >= STORED_WARNINGS) continue;
      stored.set(other.code, count + 1);
      lines.push(lineOf(other, finding));
    }
    if (!(await keepLease(deps.db, list.id))) return { rows };
  }
  if (policy === 'warn') await inTransaction(deps.db, (tx) => storeWarnings(tx, list, warnings, lines));
  return { rows };
}

interface Line {
  row: number;
  ordinal: number;
  severity: Severity;
  code: FindingCode;
  value: string | null;
  message: string;
}

const lineOf = (other: Other, { severity, code, value, message }: Finding): Line => ({
  row: other.rowNumber,
  ordinal: ORDINALS[other.code],
  severity,
  code,
  value,
  message,
});

function findingOf(other: Other, severity: 'warning' | 'duplicate'): Finding {
  const { code, campaign } = other;
  const message =
    code === 'recently_dialled'
      ? `was dialled on ${other.dialledOn} for the campaign "${campaign}"; expected nobody who was dialled a short time ago`
      : `waits in the campaign "${campaign}" already; expected nobody who is to be dialled there`;
  return { severity, code, column: null, value: `+${other.phone}`, message };
}

/** Written whole, in place of what an earlier look has left. */
async function storeWarnings(
  tx: Transaction,
  list: OthersList,
  warnings: FindingCounter,
  lines: Line[],
): Promise<void> {
  if (!(await keepLease(tx, list.id))) return;
  const codes = sql`any(${sql.param(CODES)}::text[])`;
  await tx.execute(sql`
    delete from import_groups where import_id = ${list.id} and severity = 'warning' and code = ${codes}`);
  await tx.execute(sql`
    delete from import_problems where import_id = ${list.id} and severity = 'warning' and code = ${codes}`);
  await storeLines(tx, list.id, lines);
  await storeGroups({ tx }, list.id, warnings.take());
}

/** Contacts become duplicates: row by row what is counted moves with what is removed. */
async function setAside(tx: Transaction, list: OthersList, others: readonly Other[]): Promise<boolean> {
  if (!(await keepLease(tx, list.id))) return false;
  // One reason is enough, and to wait elsewhere is the stronger one.
  const first = new Map<number, Other>();
  for (const other of others) if (!first.has(other.contactId)) first.set(other.contactId, other);
  if (first.size === 0) return true;
  const ids = sql`any(${sql.param([...first.keys()])}::bigint[])`;
  await tx.execute(sql`delete from contact_phones where contact_id = ${ids}`);
  const gone = await firstRow<{ ids: number[] }>(
    tx,
    sql`with gone as (delete from contacts where id = ${ids} returning id) select coalesce(json_agg(id), '[]') as ids from gone`,
  );
  const groups = new FindingCounter();
  const lines: Line[] = [];
  for (const id of (gone?.ids ?? []).sort((a, b) => a - b)) {
    const other = first.get(id);
    if (!other) continue;
    const finding = findingOf(other, 'duplicate');
    groups.add(other.rowNumber, finding);
    lines.push(lineOf(other, finding));
  }
  await storeLines(tx, list.id, lines);
  await storeGroups({ tx }, list.id, groups.take());
  await tx.execute(sql`
    update import_rows set verdict = 'duplicate'
    where import_id = ${list.id} and row_number = any(${sql.param(lines.map(({ row }) => row))}::integer[])`);
  await tx.execute(sql`
    update imports set accepted_rows = accepted_rows - ${lines.length}, duplicate_rows = duplicate_rows + ${lines.length}
    where id = ${list.id}`);
  return true;
}

async function storeLines(tx: Transaction, importId: string, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(sql`
    insert into import_problems (import_id, row_number, ordinal, severity, code, value, message)
    select ${importId}, l."row", l.ordinal, l.severity, l.code, l.value, l.message
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l("row" integer, ordinal integer, severity text, code text, value text, message text)
    on conflict (import_id, row_number, ordinal) do update
      set severity = excluded.severity, code = excluded.code, value = excluded.value, message = excluded.message`);
}

/** Locks the list's row and says that somebody is at it; false = it is not being checked any more. */
async function keepLease(db: Pick<Transaction, 'execute'>, importId: string): Promise<boolean> {
  const kept = await firstRow(
    db,
    sql`update imports set working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${importId} and state = 'checking' returning id`,
  );
  return kept !== undefined;
}
