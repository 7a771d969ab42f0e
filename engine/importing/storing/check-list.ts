import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { checkAgainstOthers } from './check-against-others.ts';
import { countSuppressed } from './find-suppressed.ts';
import { ROWS_PER_LIST } from '../checking/chunk-text.ts';
import { endCheck } from './end-import.ts';
import { findLayout } from '../mapping/file-layout.ts';
import type { StoredImport } from '../find-import.ts';
import { refuseFile } from '../import-failure.ts';
import { stopListed } from '../undoing/stop-listed.ts';
import type { CheckedChunk, ReadJob } from '../checking/list-reader.ts';
import type { ListReaderPort, OpenListReader } from '../checking/open-list-reader.ts';
import { readAhead } from '../checking/read-ahead.ts';
import { readPieces } from '../reading/read-pieces.ts';
import { removeContacts } from '../undoing/remove-contacts.ts';
import { createWay } from '../make-way.ts';
import type { ImportDeps, StepResult } from '../run-import.ts';
import { noteMappingUse } from '../mapping/saved-mappings.ts';
import { storeChunk, type Stored } from './store-chunk.ts';

const KNOWN_PHONES = 50_000;

/** Before the first row: finds out how the file is read, and takes away what an earlier check has left. */
export async function beginCheck(deps: ImportDeps, list: StoredImport): Promise<StepResult> {
  const { layout } = await findLayout(deps, { path: list.storedPath, ...list.detected }, list.options);
  await noteMappingUse(deps, layout.header, list.options);
  // A job that slept here while another one went on in its place must not take that one's rows away.
  const stands = async (tx: Transaction): Promise<boolean> =>
    (await firstRow(
      tx,
      sql`select from imports where id = ${list.id} and state = 'uploaded' and version = ${list.version} for no key update`,
    )) !== undefined;
  await removeContacts(deps, list, stands);
  await inTransaction(deps.db, async (tx) => {
    if (!(await stands(tx))) return;
    // An earlier check may have left millions of lines.
    await tx.execute(sql`set local statement_timeout = '10min'`);
    await tx.execute(sql`delete from import_groups where import_id = ${list.id}`);
    await tx.execute(sql`delete from import_problems where import_id = ${list.id}`);
    await tx.execute(sql`delete from import_rows where import_id = ${list.id} and edited_by is null`);
    // What people corrected is kept and looked at after the file; until then those rows count as set aside.
    await tx.execute(
      sql`update import_rows set pending = true, verdict = 'rejected', shape = null where import_id = ${list.id}`,
    );
    await tx.execute(sql`
      update imports set state = 'checking',
        detected = detected || jsonb_build_object('layout', ${JSON.stringify(layout)}::jsonb), last_row = 0, rows_read = 0, bytes_read = 0,
        accepted_rows = 0, rejected_rows = 0, duplicate_rows = 0, failure = null, step_started_at = outdial_now()
      where id = ${list.id}`);
  });
  return 'next';
}

/** Reads the file from its beginning, and stores what lies behind the last stored row. */
export async function readList(
  deps: ImportDeps & { openListReader: OpenListReader },
  list: StoredImport,
  signal: AbortSignal | undefined,
): Promise<StepResult> {
  const { layout } = list.detected;
  if (!layout) throw new Error(`import ${list.id} is being checked and has no layout`);
  const reader = await deps.openListReader(await jobOf(deps, list));
  try {
    await meetStored(deps, list, reader);
    const chunks = readAhead(readPieces(deps.files.read(list.storedPath)), reader);
    if (!(await storeAll(deps, list, chunks, signal))) return 'stopped';
    // Blank lines at the end, and what is left out before the first row, were read too.
    await deps.db.execute(sql`update imports set bytes_read = file_bytes where id = ${list.id} and state = 'checking'`);
  } finally {
    reader.close();
  }
  if (list.purpose === 'contacts') {
    await checkAgainstOthers(deps, list);
    const suppressed = await countSuppressed(deps, list);
    await deps.db.execute(sql`
      update imports set detected = detected || jsonb_build_object('suppressed', ${suppressed}::integer) where id = ${list.id}`);
  }
  return await endCheck(deps, list.id);
}

/** False = stopped before the end. Two chunks are on their way to the database at a time. */
async function storeAll(
  deps: ImportDeps,
  list: StoredImport,
  chunks: AsyncIterable<CheckedChunk>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const way = createWay(deps);
  let before: Promise<Stored> = Promise.resolve('stored');
  for await (const chunk of chunks) {
    if (chunk.lastRow >= ROWS_PER_LIST) throw tooManyRows();
    if (await way.isWanted()) {
      // Beside dialing one chunk at a time is enough.
      await before;
      await way.make();
    }
    const storing =
      list.purpose === 'stop' ? stopListed(deps, list, chunk, before) : storeChunk(deps, list, chunk, before);
    // It is waited for with the next chunk; until then a failure is nobody's.
    storing.catch(() => {});
    const stopped = (await before) === 'lost' || signal?.aborted === true;
    before = storing;
    if (stopped) break;
  }
  return (await before) === 'stored' && signal?.aborted !== true;
}

export async function jobOf(deps: ImportDeps, list: StoredImport): Promise<ReadJob> {
  const { layout } = list.detected;
  if (!layout) throw new Error(`import ${list.id} has no layout`);
  const edited = await rows<{ rowNumber: number }>(
    deps.db,
    sql`select row_number as "rowNumber" from import_rows where import_id = ${list.id} and edited_by is not null`,
  );
  const now = await firstRow<{ nowMs: number }>(deps.db, sql`select to_ms(outdial_now()) as "nowMs"`);
  return {
    importId: list.id,
    firstContactId: list.firstContactId,
    layout,
    options: list.options,
    afterRow: list.lastRow,
    editedRows: edited.map(({ rowNumber }) => rowNumber),
    nowMs: now?.nowMs ?? 0,
    purpose: list.purpose === 'stop' ? 'stop' : 'contacts',
    chunkRows: await createWay(deps).rowsAtOnce(),
  };
}

/** After a crash: the reader must know the numbers that are stored, or it would take their doubles for new. */
async function meetStored(deps: ImportDeps, list: StoredImport, reader: ListReaderPort): Promise<void> {
  if (list.lastRow === 0) return;
  for (let after = list.firstContactId; ;) {
    const page = await rows<{ id: number; phone: number; more: number[] | null }>(
      deps.db,
      sql`select c.id, c.phone, (select json_agg(n.phone) from contact_phones n where n.contact_id = c.id) as more
          from contacts c where c.id > ${after} and c.id <= ${list.lastContactId} order by c.id limit ${KNOWN_PHONES}`,
    );
    const last = page.at(-1);
    if (!last) return;
    await reader.meet(Float64Array.from(page.flatMap(({ phone, more }) => [phone, ...(more ?? [])])));
    after = last.id;
  }
}

const tooManyRows = () =>
  refuseFile(
    'too_many_rows',
    `The list has more than ${(ROWS_PER_LIST - 1).toLocaleString('en')} rows.`,
    'Split it into several files, each with the header.',
  );
