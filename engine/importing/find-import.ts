import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { EngineError } from '../error.ts';
import { readImportOptions, type ImportOptions } from './import-options.ts';

export type ImportState = 'uploaded' | 'working' | 'done' | 'failed' | 'cancelled';

export interface StoredImport {
  id: string;
  fileName: string;
  storedPath: string;
  fileBytes: number;
  state: ImportState;
  options: ImportOptions;
  detected: Detected;
  rowsRead: number;
  /** The last row of the file that was taken into account; 0 = none. */
  lastRow: number;
}

/** What is stored of what was found out about a file. The layout is added when the import has read its beginning. */
export interface Detected {
  encoding: { encoding: string; reason: string };
  layout?: { header: string[]; delimiter: string };
  lastRow?: number;
}

interface Row extends Omit<StoredImport, 'options' | 'lastRow'> {
  options: Record<string, unknown>;
}

/** Throws EngineError `unknown_import`. */
export async function findImport(db: Pick<Queryable, 'execute'>, importId: string): Promise<StoredImport> {
  const row = /^[0-9a-f-]{36}$/i.test(importId)
    ? await firstRow<Row>(
        db,
        sql`select id, file_name as "fileName", stored_path as "storedPath", file_bytes as "fileBytes", state, options,
              detected, rows_read as "rowsRead"
            from imports where id = ${importId}::uuid`,
      )
    : undefined;
  if (!row) {
    throw new EngineError('not_found', 'unknown_import', `There is no import ${importId}.`, {
      repair: 'List the imports to find its id.',
    });
  }
  return { ...row, options: readImportOptions(row.options), lastRow: row.detected.lastRow ?? 0 };
}
