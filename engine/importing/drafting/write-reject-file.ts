import { sql } from 'drizzle-orm';
import iconv from 'iconv-lite';
import type { Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { findImport, type StoredImport } from '../find-import.ts';
import { refuseState } from './lock-draft.ts';
import { fitCells, quotedCell, REJECT_COLUMNS } from './reject-cells.ts';
import { isEncoding, type EncodingName } from '../reading/text-encoding.ts';

interface RejectedRow {
  rowNumber: number;
  cells: string[];
  codes: string | null;
  messages: string | null;
  suggestions: string | null;
}

const PAGE_ROWS = 1_000;
const MARKS: Partial<Record<EncodingName, Buffer>> = {
  'utf-8': Buffer.from([0xef, 0xbb, 0xbf]),
  'utf-16le': Buffer.from([0xff, 0xfe]),
  'utf-16be': Buffer.from([0xfe, 0xff]),
};

/**
 * The rows that were set aside, as they came, with `error_code`, `error_message` ("row N: ...") and `suggested_value`
 * ("Column: value | ..."): to be corrected and merged into the same draft. It has the encoding, byte order mark and
 * delimiter of the original; where that encoding cannot write something it is UTF-8 with a mark. Throws EngineError
 * `unknown_import`, `upload_unfinished`, `draft_not_checked`.
 */
export async function* writeRejectFile(
  deps: Pick<EngineDeps, 'db' | 'files'>,
  importId: string,
): AsyncIterable<Buffer> {
  const list = await findImport(deps.db, importId);
  // While rows are being checked, the file would hold some of them.
  if (['receiving', 'uploaded', 'checking'].includes(list.state)) throw refuseState('write the rejects of', list);
  const { encode, mark } = await writerOf(deps, list);
  const { header = [], delimiter = ',' } = list.detected.layout ?? {};
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quotedCell(cell, delimiter)).join(delimiter)}\r\n`;
  yield Buffer.concat([mark, encode(line([...header, ...REJECT_COLUMNS]))]);
  for await (const page of pagesOf(deps.db, importId)) {
    const lines = page.map((row) =>
      line([
        ...fitCells(row.cells, header.length, delimiter),
        row.codes ?? '',
        `row ${row.rowNumber}: ${row.messages ?? 'corrected, and not checked yet'}`,
        row.suggestions ?? '',
      ]),
    );
    yield encode(lines.join(''));
  }
}

async function* pagesOf(db: Pick<Queryable, 'execute'>, importId: string): AsyncIterable<RejectedRow[]> {
  for (let after = 0; ;) {
    const page = await rows<RejectedRow>(
      db,
      sql`select r.row_number as "rowNumber", r.cells, said.*
          from (
            select row_number, cells from import_rows
            where import_id = ${importId} and verdict = 'rejected' and row_number > ${after}
            order by row_number limit ${PAGE_ROWS}
          ) r cross join lateral (
            select string_agg(code, ' | ' order by ordinal) filter (where severity = 'error') as codes,
              string_agg(coalesce(column_name || ': ', '') || message, ' | ' order by ordinal)
                filter (where severity = 'error') as messages,
              string_agg(coalesce(column_name || ': ', '') || suggested, ' | ' order by ordinal) as suggestions
            from import_problems p where p.import_id = ${importId} and p.row_number = r.row_number
          ) said order by r.row_number`,
    );
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.rowNumber;
  }
}

/** How the file is written: as the original was, where that loses nothing. */
async function writerOf(
  deps: Pick<EngineDeps, 'db' | 'files'>,
  list: StoredImport,
): Promise<{ encode: (text: string) => Buffer; mark: Buffer }> {
  const told = list.detected.layout?.encoding ?? 'utf-8';
  const encoding = isEncoding(told) && (await canWrite(deps.db, list, told)) ? told : 'utf-8';
  const mark = MARKS[encoding];
  const keepMark = mark !== undefined && (encoding !== told || (await startsWith(deps, list.storedPath, mark)));
  return {
    encode: (text) => iconv.encode(text, encoding, { addBOM: false }),
    mark: keepMark ? mark : Buffer.alloc(0),
  };
}

/** A pass over the rows is cheap beside a cell that comes back as a question mark and is then taken for a correction. */
async function canWrite(
  db: Pick<Queryable, 'execute'>,
  { id, detected }: StoredImport,
  encoding: EncodingName,
): Promise<boolean> {
  if (encoding.startsWith('utf-')) return true;
  const fits = (text: string | null): boolean =>
    text === null || iconv.decode(iconv.encode(text, encoding), encoding) === text;
  if (!fits((detected.layout?.header ?? []).join('\n'))) return false;
  for await (const page of pagesOf(db, id)) {
    for (const { cells, messages, suggestions } of page) {
      if (!fits(cells.join('\n')) || !fits(messages) || !fits(suggestions)) return false;
    }
  }
  return true;
}

async function startsWith({ files }: Pick<EngineDeps, 'files'>, path: string, mark: Buffer): Promise<boolean> {
  try {
    let start = Buffer.alloc(0);
    for await (const piece of files.read(path)) {
      start = Buffer.concat([start, piece]);
      if (start.length >= mark.length) break;
    }
    return start.subarray(0, mark.length).equals(mark);
  } catch (error) {
    // The file may be gone by now; spreadsheets read Unicode right when it has its mark.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}
