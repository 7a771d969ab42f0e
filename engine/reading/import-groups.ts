import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { decisionOn, FIXES, isFixCode, type FixCode, type FixDecision, type FixFacts } from '../../domain/fixes.ts';
import { findingTitle } from '../../domain/finding-titles.ts';
import { OPTION_MENDED, optionFor, type RepairOption } from '../../domain/option-repairs.ts';
import type { EngineDeps } from '../deps.ts';
import type { GroupExample, Severity } from '../importing/findings.ts';
import { readImportOptions } from '../importing/import-options.ts';
import { getImport, type ImportView } from './imports.ts';

/** Findings of one cause. */
export interface ProblemGroup {
  severity: Severity;
  code: string;
  /** The code in words, for people. */
  title: string;
  /** Null: the row as a whole. */
  column: string | null;
  count: number;
  /** The repair that would mend all of them, what it does, and what was decided about it. */
  fix: FixCode | null;
  repair: FixFacts | null;
  decision: FixDecision | null;
  /** The option about the whole list that would mend all of them. */
  option: RepairOption | null;
  /** Three of them. */
  examples: GroupExample[];
}

/** What became of the rows so far: rows = ready + suppressed + rejected + duplicates. */
export interface ImportTotals {
  rows: number;
  /** Accepted, and not suppressed. */
  ready: number;
  /** Rejected rows that repairs or options could let in; refused repairs do not count. */
  fixable: number;
  rejected: number;
  duplicates: number;
  /** Accepted people who have said no: they become contacts that nobody calls. */
  suppressed: number;
  /** Accepted rows with a warning. */
  withWarnings: number;
  /** `fixable` and `withWarnings` are upper bounds, by findings: there are too many to count them row by row. */
  atMost: boolean;
}

/** Findings up to which rows are counted one by one: tenths of a second. */
const COUNTED_FINDINGS = 100_000;

/**
 * Findings of a list by cause, errors first and the most frequent first, with totals. Counts are kept while rows are
 * checked: a million of them are answered as fast as ten. Throws EngineError `unknown_import`.
 */
export async function groupProblems(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { importId: string },
): Promise<{ totals: ImportTotals; items: ProblemGroup[] }> {
  const list = await getImport(deps, input);
  const decisions = readImportOptions(list.options).fixes ?? {};
  const found = await rows<
    Pick<ProblemGroup, 'severity' | 'code' | 'count' | 'examples'> & { column: string; fix: string }
  >(
    deps.readDb,
    sql`
      select severity, code, column_name as "column", fix, count, examples from import_groups
      where import_id = ${input.importId} and count > 0
      order by array_position(array['error', 'duplicate', 'warning', 'info'], severity), count desc, code, column_name`,
  );
  const items = found.map((group): ProblemGroup => {
    const fix = isFixCode(group.fix) ? group.fix : null;
    return {
      ...group,
      title: findingTitle(group.code),
      column: group.column === '' ? null : group.column,
      fix,
      repair: fix && FIXES[fix],
      decision: (fix && decisionOn(decisions, fix, group.column)) ?? null,
      option: optionFor(group.code),
    };
  });
  return { totals: await totalsOf(deps, list, items), items };
}

async function totalsOf(
  deps: Pick<EngineDeps, 'readDb'>,
  list: ImportView,
  groups: readonly ProblemGroup[],
): Promise<ImportTotals> {
  const { acceptedRows, rejectedRows, duplicateRows, rowsRead } = list;
  const told = list.detected?.['suppressed'];
  const suppressed = typeof told === 'number' ? told : 0;
  const sum = (wanted: (group: ProblemGroup) => boolean): number =>
    groups.reduce((total, group) => total + (wanted(group) ? group.count : 0), 0);
  const hopeless = groups.filter(
    ({ severity, fix, decision, option }) =>
      severity === 'error' && option === null && (fix === null || decision === 'refuse'),
  );
  const fixable = sum((group) => group.severity === 'error' && !hopeless.includes(group));
  const warnings = sum(({ severity }) => severity === 'warning');
  const totals = {
    rows: rowsRead,
    ready: acceptedRows - suppressed,
    fixable: Math.min(rejectedRows, fixable),
    rejected: rejectedRows,
    duplicates: duplicateRows,
    suppressed,
    withWarnings: Math.min(acceptedRows, warnings),
    atMost: fixable + warnings > 0,
  };
  if (!totals.atMost || sum(({ severity }) => severity !== 'info') > COUNTED_FINDINGS) return totals;
  return { ...totals, ...(await countRows(deps, list.id, hopeless)), atMost: false };
}

async function countRows(
  deps: Pick<EngineDeps, 'readDb'>,
  importId: string,
  hopeless: readonly ProblemGroup[],
): Promise<Pick<ImportTotals, 'fixable' | 'withWarnings'>> {
  const refused = hopeless.flatMap(({ fix, column }) => (fix ? [`${fix}:${column ?? ''}`] : []));
  const counted = await firstRow<Pick<ImportTotals, 'fixable' | 'withWarnings'>>(
    deps.readDb,
    sql`
      select count(*) filter (where r.verdict = 'rejected' and p.fixable) as fixable,
        count(*) filter (where r.verdict = 'accepted' and p.warned) as "withWarnings"
      from (
        select row_number, bool_or(severity = 'warning') as warned,
          bool_and(severity <> 'error' or code = any(${sql.param(OPTION_MENDED)}::text[]) or (fix is not null
            and not fix || ':' || coalesce(column_name, '') = any(${sql.param(refused)}::text[]))) as fixable
        from import_problems where import_id = ${importId} group by row_number
      ) p join import_rows r on r.import_id = ${importId} and r.row_number = p.row_number`,
  );
  return counted ?? { fixable: 0, withWarnings: 0 };
}
