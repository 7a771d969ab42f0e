import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import type { ImportState } from '../../db/schema/imports.ts';
import { EngineError } from '../error.ts';
import type { FileLayout } from './mapping/file-layout.ts';
import { readImportOptions, type ImportOptions } from './import-options.ts';

export interface StoredImport {
  id: string;
  fileName: string;
  storedPath: string;
  fileBytes: number;
  state: ImportState;
  wanted: 'upload' | 'check' | 'commit';
  version: number;
  purpose: 'contacts' | 'stop' | 'appointments';
  campaignId: string | null;
  options: ImportOptions;
  detected: Detected;
  rowsRead: number;
  acceptedRows: number;
  rejectedRows: number;
  duplicateRows: number;
  /** The last row of the file that was taken into account; 0 = none. */
  lastRow: number;
  /** Ids that rows 0 and 2^24 - 1 of the list would have: its contacts lie between them. */
  firstContactId: number;
  lastContactId: number;
}

/** What is stored of what was found out about a file. The layout is added when the import has read its beginning. */
export interface Detected {
  encoding: { encoding: string; reason: string };
  layout?: FileLayout;
  /** Contacts of the list that have said no already. */
  suppressed?: number;
  /** Consents that its commits have put on record. */
  consents?: number;
}

interface Row extends Omit<StoredImport, 'options' | 'detected'> {
  options: Record<string, unknown>;
  detected: Detected | null;
}

export const unknownImport = (importId: string): EngineError =>
  new EngineError('not_found', 'unknown_import', `There is no import ${importId}.`, {
    repair: 'List the imports to find its id.',
  });

/** Throws EngineError `unknown_import`. */
export async function findImport(db: Pick<Queryable, 'execute'>, importId: string): Promise<StoredImport> {
  const row = /^[0-9a-f-]{36}$/i.test(importId)
    ? await firstRow<Row>(
        db,
        sql`select id, file_name as "fileName", stored_path as "storedPath", file_bytes as "fileBytes", state, wanted, version,
              purpose, campaign_id as "campaignId", options, detected, rows_read as "rowsRead", accepted_rows as "acceptedRows",
              rejected_rows as "rejectedRows", duplicate_rows as "duplicateRows", last_row as "lastRow",
              first_contact_id as "firstContactId", last_contact_id as "lastContactId"
            from imports where id = ${importId}::uuid`,
      )
    : undefined;
  if (!row) throw unknownImport(importId);
  return {
    ...row,
    options: readImportOptions(row.options),
    detected: row.detected ?? { encoding: { encoding: 'utf-8', reason: 'not looked at yet' } },
  };
}
