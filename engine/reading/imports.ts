import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import { when, allOf } from './where.ts';

export type ImportState = 'uploaded' | 'working' | 'done' | 'failed' | 'cancelled';

export interface ImportView {
  id: string;
  campaignId: string | null;
  fileName: string;
  fileSha256: string;
  fileBytes: number;
  state: ImportState;
  options: Record<string, unknown>;
  /** Encoding, delimiter, header and mapping as found; null until the file was looked at. */
  detected: Record<string, unknown> | null;
  rowsRead: number;
  bytesRead: number;
  acceptedRows: number;
  rejectedRows: number;
  duplicateRows: number;
  failure: { code: string; message: string; repair?: string; line?: number } | null;
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
}

const COLUMNS = sql`
  id, campaign_id as "campaignId", file_name as "fileName", file_sha256 as "fileSha256", file_bytes as "fileBytes",
  state, options, detected, rows_read as "rowsRead", bytes_read as "bytesRead", accepted_rows as "acceptedRows",
  rejected_rows as "rejectedRows", duplicate_rows as "duplicateRows", failure, created_by as "createdBy",
  ${iso(sql`created_at`)} as "createdAt", ${iso(sql`ended_at`)} as "endedAt"`;

/** Uploaded lists, newest first. */
export async function listImports(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { state?: ImportState | undefined; campaignId?: string | undefined } & PageInput = {},
): Promise<Page<ImportView>> {
  const where = allOf(
    when(filter.state, (state) => sql`state = ${state}`),
    when(filter.campaignId, (id) => sql`campaign_id = ${id}`),
    when(filter.cursor, (cursor) => sql`id < ${cursor}`),
  );
  const found = await rows<ImportView>(
    deps.readDb,
    sql`select ${COLUMNS} from imports where ${where} order by id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (list) => list.id);
}

export const unknownImport = (importId: string): EngineError =>
  new EngineError('not_found', 'unknown_import', `There is no import ${importId}.`, {
    repair: 'List the imports to find its id.',
  });

/** One list. Throws EngineError `unknown_import`. */
export async function getImport(deps: Pick<EngineDeps, 'readDb'>, input: { importId: string }): Promise<ImportView> {
  const [found] = await rows<ImportView>(deps.readDb, sql`select ${COLUMNS} from imports where id = ${input.importId}`);
  if (!found) throw unknownImport(input.importId);
  return found;
}
