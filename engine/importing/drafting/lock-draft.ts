import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import type { ImportState } from '../../../db/schema/imports.ts';
import { EngineError } from '../../error.ts';
import { iso } from '../../reading/iso.ts';
import { unknownImport } from '../find-import.ts';
import { readImportOptions, type ImportOptions } from '../import-options.ts';

export type Wanted = 'upload' | 'check' | 'commit';
export type Purpose = 'contacts' | 'stop' | 'appointments';

/** An import as those who edit it see it. */
export interface Draft {
  id: string;
  fileName: string;
  storedPath: string;
  fileBytes: number;
  state: ImportState;
  wanted: Wanted;
  purpose: Purpose;
  campaignId: string | null;
  /** Of a list of appointments. */
  programmeId: string | null;
  version: number;
  changedBy: string | null;
  changedAt: string | null;
  options: ImportOptions;
  /** Headers in the order of the file; empty until it was looked at. */
  header: string[];
  delimiter: string;
  encoding: string | null;
  /** Bytes that the sender announced. */
  totalBytes: number | null;
  rejectedRows: number;
  /** Why it failed. */
  failureCode: string | null;
  /** It was done once and is open again for repaired rows: its contacts may have been dialled. */
  reopened: boolean;
}

interface Row extends Omit<Draft, 'options'> {
  options: Record<string, unknown>;
}

/**
 * Reads an import and holds it until the transaction ends, so that no job and no other editor moves it meanwhile.
 * Throws EngineError `unknown_import`, and `draft_changed` when `version` is told and is not the one that stands.
 */
export async function lockDraft(
  tx: Pick<Queryable, 'execute'>,
  input: { importId: string; version?: number | undefined },
): Promise<Draft> {
  const row = /^[0-9a-f-]{36}$/i.test(input.importId)
    ? await firstRow<Row>(
        tx,
        sql`select id, file_name as "fileName", stored_path as "storedPath", file_bytes as "fileBytes", state, wanted,
              purpose, campaign_id as "campaignId", programme_id as "programmeId", version, changed_by as "changedBy",
              ${iso(sql`changed_at`)} as "changedAt", options, rejected_rows as "rejectedRows",
              failure ->> 'code' as "failureCode",
              coalesce(detected #> '{layout,header}', '[]'::jsonb) as header,
              coalesce(detected #>> '{layout,delimiter}', ',') as delimiter, detected #>> '{layout,encoding}' as encoding,
              (detected ->> 'totalBytes')::bigint as "totalBytes",
              coalesce((detected ->> 'reopened')::boolean, false) as reopened
            from imports where id = ${input.importId}::uuid for no key update`,
      )
    : undefined;
  if (!row) throw unknownImport(input.importId);
  const draft = { ...row, options: readImportOptions(row.options) };
  if (input.version !== undefined && input.version !== draft.version) throw draftChanged(draft);
  return draft;
}

function draftChanged({ fileName, version, changedBy, changedAt }: Draft): EngineError {
  const who = changedBy === null ? 'Somebody' : changedBy;
  const when = changedAt === null ? '' : ` at ${changedAt}`;
  return new EngineError(
    'conflict',
    'draft_changed',
    `${who} changed "${fileName}"${when}: it is now version ${version}.`,
    {
      repair: 'Look at it again, then repeat your change on that version.',
      details: { version, changedBy, changedAt },
    },
  );
}

/** The answer to an edit that the state of the import does not allow. */
export function refuseState(action: string, draft: Pick<Draft, 'fileName' | 'state'>): EngineError {
  const { fileName, state } = draft;
  const refuse = (code: string, repair: string): EngineError =>
    new EngineError('conflict', code, `Cannot ${action} "${fileName}": it is ${state}.`, {
      repair,
      details: { state },
    });
  switch (state) {
    case 'receiving':
      return refuse('upload_unfinished', 'Send the rest of the file and finish the upload, or cancel it.');
    case 'checking':
    case 'committing':
    case 'undoing':
      return refuse('draft_busy', 'Wait until this step is over, or cancel the import.');
    case 'failed':
      return refuse('import_failed', 'Change how it is read (mapping, encoding, delimiter), then check it again.');
    case 'uploaded':
      return refuse('draft_not_checked', 'Check it first.');
    default:
      return refuse('import_over', 'Upload the list again.');
  }
}

/** Counts an edit: the new version, by whom and when. Returns that version. */
export async function stampDraft(
  tx: Pick<Queryable, 'execute'>,
  draft: Pick<Draft, 'id' | 'version'>,
  actor: string,
): Promise<number> {
  await tx.execute(sql`
    update imports set version = version + 1, changed_by = ${actor}, changed_at = outdial_now() where id = ${draft.id}`);
  return draft.version + 1;
}
