import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { getImport } from './imports.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import { allOf, when } from './where.ts';

export type Severity = 'error' | 'duplicate' | 'warning';

export interface ProblemView {
  /** As a spreadsheet counts: the header is row 1. */
  rowNumber: number;
  ordinal: number;
  severity: Severity;
  code: string;
  column: string | null;
  value: string | null;
  message: string;
}

export interface ProblemGroup {
  severity: Severity;
  code: string;
  column: string | null;
  count: number;
  /** The first three. */
  examples: { rowNumber: number; value: string | null; message: string }[];
}

/** Findings of an import, row by row. Throws EngineError `unknown_import`, `cursor_invalid`. */
export async function listProblems(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { importId: string; severity?: Severity | undefined; code?: string | undefined } & PageInput,
): Promise<Page<ProblemView>> {
  await getImport(deps, filter);
  const [, row, ordinal] = /^(\d{1,9})\.(\d{1,9})$/.exec(filter.cursor ?? '0.0') ?? [];
  if (row === undefined || ordinal === undefined) {
    throw new EngineError('invalid', 'cursor_invalid', 'This cursor is not one that the last page gave.');
  }
  const where = allOf(
    sql`import_id = ${filter.importId}`,
    sql`(row_number, ordinal) > (${row}::int, ${ordinal}::int)`,
    when(filter.severity, (severity) => sql`severity = ${severity}`),
    when(filter.code, (code) => sql`code = ${code}`),
  );
  const found = await rows<ProblemView>(
    deps.readDb,
    sql`
      select row_number as "rowNumber", ordinal, severity, code, column_name as "column", value, message
      from import_problems where ${where} order by row_number, ordinal limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (problem) => `${problem.rowNumber}.${problem.ordinal}`);
}

/** Findings by cause, the most frequent first. Throws EngineError `unknown_import`. */
export async function groupProblems(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { importId: string },
): Promise<ProblemGroup[]> {
  await getImport(deps, input);
  return await rows(
    deps.readDb,
    sql`
      with numbered as (
        select *, row_number() over (partition by severity, code, column_name order by row_number, ordinal) as place
        from import_problems where import_id = ${input.importId}
      )
      select severity, code, column_name as "column", count(*)::int as count,
        jsonb_agg(jsonb_build_object('rowNumber', row_number, 'value', value, 'message', message) order by place)
          filter (where place <= 3) as examples
      from numbered group by severity, code, column_name order by count(*) desc, code`,
  );
}
