import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../../reading/iso.ts';
import { checkRow, type AcceptedRow } from '../checking/check-row.ts';
import type { LayoutQuestion } from './choose-columns.ts';
import type { ColumnProfile } from './column-profile.ts';
import type { FileLayout, RowCount } from './file-layout.ts';
import type { Finding } from '../findings.ts';
import type { ImportOptions } from '../import-options.ts';
import { layoutOfImport } from './layout-of-import.ts';
import { checkTemplates, type TemplateCheck } from './missing-columns.ts';
import { findMapping, withMapping, type SavedMapping } from './saved-mappings.ts';
import { storable } from '../reading/text-encoding.ts';

export interface InspectedRow {
  rowNumber: number;
  cells: string[];
  /** What it would become; null when it would be set aside, or while a question blocks. */
  accepted: AcceptedRow | null;
  findings: readonly Finding[];
}

export interface Inspection {
  layout: FileLayout;
  /** By column, from the first rows. */
  profile: ColumnProfile[];
  /** What only a person can say. */
  questions: LayoutQuestion[];
  /** What was saved for a list with these headers; applied when that was asked for. */
  savedMapping: (SavedMapping & { applied: boolean }) | null;
  /** The same bytes, uploaded earlier: the newest first. */
  sameFile: { importId: string; fileName: string; createdAt: string; state: ImportState }[];
  templateCheck: TemplateCheck;
  rowCount: RowCount;
  /** The first ten as they are read. */
  rows: InspectedRow[];
}

const SHOWN_ROWS = 10;
const SHOWN_IMPORTS = 10;

/**
 * How a stored list would be read, by the parser that reads it: encoding, delimiter, header and columns with reasons
 * and doubts, what has to be answered, and the first rows. `options` replace the stored ones, to try others.
 * `useSaved`: with the mapping that was saved for these headers, unless the options map columns themselves.
 * Throws what layoutOfImport throws.
 */
export async function inspectImport(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones' | 'zonesOfPhone' | 'places'>,
  importId: string,
  options?: ImportOptions,
  { useSaved = false }: { useSaved?: boolean } = {},
): Promise<Inspection> {
  let read = await layoutOfImport(deps, importId, options);
  const saved = read.layout.hasHeader ? await findMapping(deps, read.layout.header) : undefined;
  const applied = saved !== undefined && useSaved && read.used.mapping === undefined;
  if (applied) read = await layoutOfImport(deps, importId, withMapping(read.used, saved));
  const { layout, profile, questions, used, sample, rowCount } = read;
  const blocked = questions.some((question) => question.blocking);
  const now = await firstRow<{ nowMs: number }>(deps.db, sql`select to_ms(outdial_now()) as "nowMs"`);
  const { zones, zonesOfPhone, places } = deps;
  const rules = { layout, options: used, zones, zonesOfPhone, places, nowMs: now?.nowMs ?? 0 };
  return {
    layout,
    profile,
    questions,
    savedMapping: saved ? { ...saved, applied } : null,
    sameFile: await sameFileAs(deps, importId),
    templateCheck: checkTemplates(layout.header, layout.columns, used.requiredVariables ?? []),
    rowCount,
    rows: sample.slice(0, SHOWN_ROWS).map((row) => {
      const shown = { rowNumber: row.number, cells: row.cells.map(storable) };
      if (blocked) return { ...shown, accepted: null, findings: [] };
      // The check cleans the cells in place.
      const { accepted = null, findings } = checkRow({ ...row, cells: [...row.cells] }, rules);
      return { ...shown, accepted, findings };
    }),
  };
}

const sameFileAs = (deps: Pick<EngineDeps, 'db'>, importId: string): Promise<Inspection['sameFile']> =>
  rows(
    deps.db,
    sql`select earlier.id as "importId", earlier.file_name as "fileName", ${iso(sql`earlier.created_at`)} as "createdAt",
          earlier.state
        from imports mine join imports earlier on earlier.file_sha256 = mine.file_sha256
        where mine.id = ${importId} and mine.file_sha256 <> '' and earlier.id <> mine.id
          and earlier.created_at <= mine.created_at
        order by earlier.created_at desc, earlier.id desc limit ${SHOWN_IMPORTS}`,
  );
