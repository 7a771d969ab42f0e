import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { decisionOn, isFixCode, type FixCode, type FixDecisions } from '../../../domain/fixes.ts';
import { EngineError } from '../../error.ts';
import type { Draft } from './lock-draft.ts';
import { openForRepair, refuseRepair } from './open-for-repair.ts';
import { resetCheck } from './reset-check.ts';

/** `none`: no row is affected yet; `rows`: those with the damage; `all`: the list from its first row. */
export interface Recheck {
  recheck: 'none' | 'rows' | 'all';
  rows: number;
}

/** Findings beyond which reading the whole list again is quicker than marking its rows and looking at each. */
const MARKED_FINDINGS = 50_000;
/** In a list that is done only marks will do, and the decision and all marks are one change. */
const STATEMENT_TIMEOUT = '10min';

interface Change {
  code: FixCode;
  /** Undefined: every column. */
  column: string | undefined;
  withdrawn: boolean;
}

/**
 * Has the rows looked at again for which decisions differ from those of the draft. Whoever a repair let in has no line
 * of its own to find it by, and may have made others duplicates: to take an acceptance back is to check the whole list
 * again. Does not store the decisions. Throws EngineError `repair_committed`, and what refuseRepair throws.
 */
export async function applyFixes(tx: Pick<Queryable, 'execute'>, draft: Draft, next: FixDecisions): Promise<Recheck> {
  const changes = changesOf(draft.options.fixes ?? {}, next);
  const before = draft.state === 'uploaded' || (draft.state === 'failed' && draft.failureCode !== 'no_usable_rows');
  if (changes.length === 0 || before) return { recheck: 'none', rows: 0 };
  await refuseRepair(tx, draft, 'repair');
  const withdrawn = changes.find((change) => change.withdrawn);
  const committed = draft.reopened || draft.state === 'done';
  if (withdrawn && committed) {
    throw new EngineError(
      'conflict',
      'repair_committed',
      `Rows that ${withdrawn.code} repaired are contacts already.`,
      {
        repair: 'Undo the import to take them back.',
        details: { fix: withdrawn.code },
      },
    );
  }
  if (withdrawn || (!committed && (await countFindings(tx, draft, changes)) > MARKED_FINDINGS)) {
    const read = await firstRow<{ rows: number }>(
      tx,
      sql`select rows_read as rows from imports where id = ${draft.id}`,
    );
    await resetCheck(tx, draft, draft.wanted === 'upload' ? 'check' : draft.wanted);
    await notifyWork(tx, 'import', draft.id);
    return { recheck: 'all', rows: read?.rows ?? 0 };
  }
  const rows = await markRows(tx, draft, changes, committed);
  if (rows === 0) return { recheck: 'none', rows };
  await openForRepair(tx, draft);
  return { recheck: 'rows', rows };
}

function changesOf(before: FixDecisions, after: FixDecisions): Change[] {
  const changes: Change[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[key] === after[key]) continue;
    const colon = key.indexOf(':');
    const code = colon < 0 ? key : key.slice(0, colon);
    const column = colon < 0 ? undefined : key.slice(colon + 1);
    if (!isFixCode(code)) continue;
    const was = decisionOn(before, code, column ?? '');
    const is = decisionOn(after, code, column ?? '');
    if (was !== is) changes.push({ code, column, withdrawn: was === 'accept' });
  }
  return changes;
}

const touched = (changes: readonly Change[]): SQL =>
  sql.join(
    changes.map(({ code, column }) =>
      column === undefined ? sql`fix = ${code}` : sql`(fix = ${code} and column_name = ${column})`,
    ),
    sql` or `,
  );

async function countFindings(
  tx: Pick<Queryable, 'execute'>,
  draft: Draft,
  changes: readonly Change[],
): Promise<number> {
  const counted = await firstRow<{ findings: number }>(
    tx,
    sql`select coalesce(sum(count), 0)::bigint as findings from import_groups
        where import_id = ${draft.id} and severity <> 'info' and (${touched(changes)})`,
  );
  return counted?.findings ?? 0;
}

async function markRows(
  tx: Pick<Queryable, 'execute'>,
  draft: Draft,
  changes: readonly Change[],
  committed: boolean,
): Promise<number> {
  await tx.execute(sql`select set_config('statement_timeout', ${STATEMENT_TIMEOUT}, true)`);
  const marked = await tx.execute(sql`
    update import_rows r set pending = true
    where r.import_id = ${draft.id} and not (${committed} and r.verdict = 'accepted')
      and r.row_number in (select row_number from import_problems where import_id = ${draft.id} and (${touched(changes)}))`);
  return marked.rowCount ?? 0;
}
