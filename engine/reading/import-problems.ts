import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { FixCode } from '../../domain/fixes.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import type { Severity } from '../importing/findings.ts';
import { getImport } from './imports.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import { allOf, when } from './where.ts';

export interface ProblemView {
  /** As a spreadsheet counts: the header is row 1. */
  rowNumber: number;
  ordinal: number;
  severity: Severity;
  code: string;
  column: string | null;
  value: string | null;
  message: string;
  /** The repair that would mend it, and what it would make of the value. */
  fix: FixCode | null;
  suggested: string | null;
}

/**
 * Findings of an import, row by row; none while its next check has not begun. `info` is counted by cause only: see
 * groupProblems. Throws EngineError `unknown_import`, `cursor_invalid`.
 */
export async function listProblems(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: {
    importId: string;
    severity?: Severity | undefined;
    code?: string | undefined;
    fix?: string | undefined;
    /** Its header. */
    column?: string | undefined;
  } & PageInput,
): Promise<Page<ProblemView>> {
  const { state } = await getImport(deps, filter);
  const [, row, ordinal] = /^(\d{1,9})\.(\d{1,9})$/.exec(filter.cursor ?? '0.0') ?? [];
  if (row === undefined || ordinal === undefined) {
    throw new EngineError('invalid', 'cursor_invalid', 'This cursor is not one that the last page gave.');
  }
  // What is still stored then is of a check that no longer counts.
  if (state === 'uploaded') return { items: [], nextCursor: null };
  const where = allOf(
    sql`import_id = ${filter.importId}`,
    sql`(row_number, ordinal) > (${row}::int, ${ordinal}::int)`,
    when(filter.severity, (severity) => sql`severity = ${severity}`),
    when(filter.code, (code) => sql`code = ${code}`),
    when(filter.fix, (fix) => sql`fix = ${fix}`),
    when(filter.column, (column) => sql`column_name = ${column}`),
  );
  const found = await rows<ProblemView>(
    deps.readDb,
    sql`
      select row_number as "rowNumber", ordinal, severity, code, column_name as "column", value, message, fix, suggested
      from import_problems where ${where} order by row_number, ordinal limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (problem) => `${problem.rowNumber}.${problem.ordinal}`);
}
