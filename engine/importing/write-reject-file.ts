import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { findImport } from './find-import.ts';

interface RejectedRowText {
  rowNumber: number;
  cells: string[] | null;
  codes: string;
  messages: string;
}

const PAGE_ROWS = 1_000;

/**
 * The rows that were set aside, as they came, with `error_code` and `error_message`: to be corrected and uploaded
 * again. UTF-8 with a byte order mark, so that spreadsheets read it right, and with the delimiter of the original.
 * Throws EngineError `unknown_import`.
 */
export async function* writeRejectFile(deps: Pick<EngineDeps, 'db'>, importId: string): AsyncIterable<string> {
  const stored = await findImport(deps.db, importId);
  const { header, delimiter } = stored.detected.layout ?? { header: [], delimiter: ',' };
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => cellText(cell, delimiter)).join(delimiter)}\r\n`;
  yield `\uFEFF${line([...header, 'error_code', 'error_message'])}`;
  for (let after = 0; ;) {
    const page = await rows<RejectedRowText>(
      deps.db,
      sql`select row_number as "rowNumber", (array_agg(cells order by ordinal) filter (where cells is not null))[1] as cells,
            string_agg(code, ' | ' order by ordinal) as codes,
            string_agg(coalesce(column_name || ': ', '') || message, ' | ' order by ordinal) as messages
          from import_problems
          where import_id = ${importId} and severity = 'error' and row_number > ${after}
          group by row_number order by row_number limit ${PAGE_ROWS}`,
    );
    const last = page.at(-1);
    if (!last) return;
    yield page
      .map((row) =>
        line([
          ...fitCells(row.cells ?? [], header.length, delimiter),
          row.codes,
          `row ${row.rowNumber}: ${row.messages}`,
        ]),
      )
      .join('');
    after = last.rowNumber;
  }
}

/** As many cells as the header: what a row has too many of stays in its last cell, so that nothing is lost. */
function fitCells(cells: readonly string[], columns: number, delimiter: string): string[] {
  if (columns === 0 || cells.length <= columns)
    return [...cells, ...Array.from({ length: columns - cells.length }, () => '')];
  return [...cells.slice(0, columns - 1), cells.slice(columns - 1).join(delimiter)];
}

/** A cell that a spreadsheet would run as a formula is written as text; the import undoes it. */
function cellText(cell: string, delimiter: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return safe.includes(delimiter) || /["\r\n]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
