import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { ImportState } from '../../db/schema/imports.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownImport } from '../importing/find-import.ts';
import { IMPORT_SORTS, type ImportSort } from './imports-sorted.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import {
  badCursor,
  behindKey,
  keyText,
  readSortedCursor,
  sortedBy,
  sortingOf,
  writeSortedCursor,
  type SortInput,
} from './sorting.ts';
import { when, allOf } from './where.ts';

export type { ImportState } from '../../db/schema/imports.ts';

/** An upload of the same bytes. */
export interface SameFile {
  importId: string;
  fileName: string;
  createdAt: string;
  state: ImportState;
}

export interface ImportView {
  id: string;
  campaignId: string | null;
  purpose: 'contacts' | 'stop' | 'appointments';
  /** Of a list of appointments. */
  programmeId: string | null;
  fileName: string;
  /** Empty while bytes still arrive. */
  fileSha256: string;
  /** Bytes that have arrived; while receiving, the offset at which the next piece belongs. */
  fileBytes: number;
  /** Bytes that were announced; null = nobody said. */
  totalBytes: number | null;
  state: ImportState;
  /** How far it goes by itself. */
  wanted: 'upload' | 'check' | 'commit';
  /** Counts its edits; who edits names the one that was seen. */
  version: number;
  changedBy: string | null;
  changedAt: string | null;
  options: Record<string, unknown>;
  /** Encoding, delimiter, header and mapping as found; null until the file was looked at. */
  detected: Record<string, unknown> | null;
  rowsRead: number;
  bytesRead: number;
  acceptedRows: number;
  rejectedRows: number;
  duplicateRows: number;
  /** Rows that were corrected or repaired and wait to be looked at again. */
  hasPendingRows: boolean;
  committedRows: number;
  undoneRows: number;
  /** Contacts of the campaign that a stop list ended. */
  stoppedContacts: number;
  /** Of the step at work, 0 to 1; null = none is. */
  share: number | null;
  /** Until that step is over, at its pace so far; null = nobody can say. */
  secondsLeft: number | null;
  failure: { code: string; message: string; repair?: string; line?: number } | null;
  /** The latest earlier upload of the same bytes that was not cancelled. */
  sameFile: SameFile | null;
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
}

/** What is done and what there is to do in the step at work: bytes while they are read, then contacts. */
const STEP = sql`
  (case i.state when 'receiving' then i.file_bytes when 'checking' then i.bytes_read when 'committing' then i.committed_rows
     when 'undoing' then i.undone_rows end)::double precision
  / nullif(case i.state when 'receiving' then (i.detected ->> 'totalBytes')::bigint when 'checking' then i.file_bytes
     when 'committing' then i.accepted_rows when 'undoing' then i.committed_rows end, 0)`;

const sameFileOf = sql`
  select jsonb_build_object('importId', s.id, 'fileName', s.file_name, 'createdAt', ${iso(sql`s.created_at`)}, 'state', s.state)
  from imports s where s.file_sha256 = i.file_sha256 and s.file_sha256 <> '' and s.id < i.id and s.state <> 'cancelled'
  order by s.id desc limit 1`;

const COLUMNS = sql`
  i.id, i.campaign_id as "campaignId", i.purpose, i.programme_id as "programmeId", i.file_name as "fileName", i.file_sha256 as "fileSha256",
  i.file_bytes as "fileBytes", (i.detected ->> 'totalBytes')::bigint as "totalBytes", i.state, i.wanted, i.version,
  i.changed_by as "changedBy", ${iso(sql`i.changed_at`)} as "changedAt", i.options, i.detected, i.rows_read as "rowsRead",
  i.bytes_read as "bytesRead", i.accepted_rows as "acceptedRows", i.rejected_rows as "rejectedRows",
  i.duplicate_rows as "duplicateRows", i.committed_rows as "committedRows", i.undone_rows as "undoneRows",
  i.stopped_contacts as "stoppedContacts", i.failure, i.created_by as "createdBy",
  exists (select from import_rows r where r.import_id = i.id and r.pending) as "hasPendingRows",
  ${STEP} as share, to_ms((select outdial_now())) - to_ms(i.step_started_at) as "stepMs",
  (${sameFileOf}) as "sameFile", ${iso(sql`i.created_at`)} as "createdAt", ${iso(sql`i.ended_at`)} as "endedAt"`;

interface Row extends Omit<ImportView, 'secondsLeft'> {
  stepMs: number | null;
  sortKey?: string | null;
}

function viewOf(row: Row): ImportView {
  const { stepMs, sortKey: _, ...view } = row;
  const { state } = view;
  const share = view.share === null ? null : Math.min(1, view.share);
  // How fast bytes arrive is the sender's to know.
  const known = stepMs !== null && share !== null && share > 0 && state !== 'receiving';
  return { ...view, share, secondsLeft: known ? Math.ceil((Math.max(0, stepMs) * (1 - share)) / share / 1_000) : null };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Uploaded lists, newest first, or sorted. Throws EngineErrors `direction_without_sort`, `cursor_of_another_sort`,
 * `bad_cursor`.
 */
export async function listImports(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: {
    state?: ImportState | undefined;
    campaignId?: string | undefined;
    /** Of the file, in hex: whether it was uploaded before can be asked before a byte is sent. */
    sha256?: string | undefined;
  } & PageInput &
    SortInput<ImportSort> = {},
): Promise<Page<ImportView>> {
  const sorting = sortingOf(filter, IMPORT_SORTS);
  const cursor = filter.cursor === undefined ? undefined : readSortedCursor(filter.cursor, sorting);
  if (cursor && !UUID.test(cursor.own)) throw badCursor();
  const where = allOf(
    when(filter.state, (state) => sql`i.state = ${state}`),
    when(filter.campaignId, (id) => sql`i.campaign_id = ${id}`),
    when(filter.sha256, (sha256) => sql`i.file_sha256 = ${sha256.toLowerCase()}`),
    when(cursor, ({ own, key }) => {
      const isOlder = sql`i.id < ${own}`;
      return sorting ? behindKey(sorting.key.by, sorting, key, isOlder) : isOlder;
    }),
    // Ranges of ids for messages of appointments, the lists of notices (engine/answering) and those of tests are nobody's upload.
    sql`i.purpose <> 'reminders'`,
    filter.campaignId === undefined
      ? sql`not exists (select from runs r where r.campaign_id = i.campaign_id and r.kind in ('service', 'manual'))`
      : sql`true`,
  );
  const found = await rows<Row>(
    deps.readDb,
    sql`select ${COLUMNS}, ${sorting ? keyText(sorting, sorting.key.by) : sql`null`} as "sortKey" from imports i where ${where}
        order by ${sorting ? sortedBy(sorting.key.by, sorting, sql`i.id desc`) : sql`i.id desc`} limit ${fetchLimit(filter)}`,
  );
  const { items, nextCursor } = toPage(found, filter, ({ id, sortKey = null }) =>
    writeSortedCursor(id, sorting, sortKey),
  );
  return { items: items.map(viewOf), nextCursor };
}

/** One list. Throws EngineError `unknown_import`. */
export async function getImport(deps: Pick<EngineDeps, 'readDb'>, input: { importId: string }): Promise<ImportView> {
  const [found] = await rows<Row>(deps.readDb, sql`select ${COLUMNS} from imports i where i.id = ${input.importId}`);
  if (!found) throw unknownImport(input.importId);
  return viewOf(found);
}
