import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { sqlState } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { checkRow, type RowRules } from './check-row.ts';
import type { CsvRow } from './csv-rows.ts';
import { findLayout, type FileLayout } from './file-layout.ts';
import { findImport, type StoredImport } from './find-import.ts';
import { endImport, failImport } from './end-import.ts';
import { ImportFailure } from './import-failure.ts';
import { rowsOf } from './stored-rows.ts';
import { LEASE_SECONDS, writeChunk, type Chunk } from './write-chunk.ts';

/**
 * `busy`: another job is at it, or it is over. `stopped`: it was cancelled, another job took over, or the signal
 * fired; what is written stays and the next job goes on from there.
 */
export interface ImportResult {
  outcome: 'done' | 'failed' | 'stopped' | 'busy';
}

/** Rows of the first chunk, so that progress shows at once, and of all others. */
const FIRST_CHUNK_ROWS = 1_000;
const CHUNK_ROWS = 5_000;
/** Rows checked before other work of the process gets its turn: a few milliseconds, since dialing may share it. */
const SLICE_ROWS = 100;

export type ImportDeps = Pick<EngineDeps, 'db' | 'files' | 'zones' | 'zonesOfPhone' | 'log'>;

/**
 * Reads a stored list into contacts, in chunks that are written whole or not at all. It may be killed anywhere and run
 * again, also twice at once: the import row says up to which row of the file everything is written, and a chunk is
 * written only by whoever continues exactly there. A second run reads the file from its beginning and skips what is
 * done; that costs seconds, and no position inside an encoding or a quote has to be kept.
 * Throws EngineError `unknown_import`, and what the database or file store throw: then it is to be run again.
 */
export async function runImport(deps: ImportDeps, importId: string, signal?: AbortSignal): Promise<ImportResult> {
  const stored = await findImport(deps.db, importId);
  if (!(await takeLease(deps, importId))) return { outcome: 'busy' };
  try {
    const { layout } = await findLayout(deps.files, { path: stored.storedPath, ...stored.detected }, stored.options);
    await deps.db.execute(sql`
      update imports set detected = detected || jsonb_build_object('layout', ${JSON.stringify(layout)}::jsonb)
      where id = ${importId} and state = 'working'`);
    if (!(await readRows(deps, stored, layout, signal))) {
      await giveLeaseBack(deps, importId);
      return { outcome: 'stopped' };
    }
    const outcome = await endImport(deps, importId);
    return { outcome };
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) {
      await giveLeaseBack(deps, importId).catch(() => {});
      throw error;
    }
    await failImport(deps, importId, failure.facts);
    return { outcome: 'failed' };
  }
}

/** Data that Postgres cannot store (class 22) or a file that is gone will be the same at the next try. */
function asFailure(error: unknown): ImportFailure | undefined {
  if (error instanceof ImportFailure) return error;
  if (sqlState(error)?.startsWith('22')) {
    return new ImportFailure({
      code: 'cannot_be_stored',
      message: 'The list has values that cannot be stored.',
      repair: 'Export it again as CSV UTF-8.',
    });
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return new ImportFailure({
      code: 'file_missing',
      message: 'The stored file is gone.',
      repair: 'Upload the list again.',
    });
  }
  return undefined;
}

async function takeLease(deps: ImportDeps, importId: string): Promise<boolean> {
  const taken = await firstRow<{ id: string }>(
    deps.db,
    sql`update imports set state = 'working', working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${importId} and (state = 'uploaded'
          or (state = 'working' and (working_until is null or working_until <= (select outdial_now()))))
        returning id`,
  );
  return taken !== undefined;
}

async function giveLeaseBack(deps: ImportDeps, importId: string): Promise<void> {
  await deps.db.execute(sql`update imports set working_until = null where id = ${importId} and state = 'working'`);
}

/** False = stopped before the end. */
async function readRows(
  deps: ImportDeps,
  stored: StoredImport,
  layout: FileLayout,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const rules: RowRules = { layout, options: stored.options, zones: deps.zones, zonesOfPhone: deps.zonesOfPhone };
  const phoneHeader = layout.columns.find((column) => column.use === 'phone')?.header ?? '';
  const emptyChunk = (afterRow: number): Chunk => ({
    accepted: [],
    rejected: [],
    afterRow,
    lastRow: afterRow,
    bytesRead: 0,
    phoneHeader,
  });
  let chunk = emptyChunk(stored.lastRow);
  let sinceYield = 0;
  let leaseAtMs = performance.now();

  const flush = async (bytesRead: number): Promise<boolean> => {
    const written = await writeChunk(deps, stored.id, { ...chunk, bytesRead });
    chunk = emptyChunk(chunk.lastRow);
    leaseAtMs = performance.now();
    return written.kind === 'written' && signal?.aborted !== true;
  };
  const take = (row: CsvRow): void => {
    const checked = checkRow(row, rules);
    if ('accepted' in checked) chunk.accepted.push(checked.accepted);
    else chunk.rejected.push(checked.rejected);
    chunk.lastRow = row.number;
  };

  for await (const { rows, bytesRead } of rowsOf(deps, stored.storedPath, layout)) {
    for (const row of rows) {
      if (row.number <= stored.lastRow) continue;
      take(row);
      if (++sinceYield >= SLICE_ROWS) {
        sinceYield = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
      const full =
        chunk.accepted.length + chunk.rejected.length >= (chunk.afterRow === 0 ? FIRST_CHUNK_ROWS : CHUNK_ROWS);
      if (full && !(await flush(bytesRead))) return false;
    }
    if (signal?.aborted) return false;
    if (performance.now() - leaseAtMs > (LEASE_SECONDS * 1_000) / 3) {
      if (!(await renewLease(deps, stored.id))) return false;
      leaseAtMs = performance.now();
    }
  }
  return flush(stored.fileBytes);
}

async function renewLease(deps: ImportDeps, importId: string): Promise<boolean> {
  const renewed = await firstRow<{ id: string }>(
    deps.db,
    sql`update imports set working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${importId} and state = 'working' returning id`,
  );
  return renewed !== undefined;
}
