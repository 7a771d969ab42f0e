import { sql } from 'drizzle-orm';
import { basename } from 'node:path';
import { firstRow } from '../../db/rows.ts';
import { sqlState } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';
import { commitList } from './committing/commit-list.ts';
import { failImport } from './storing/end-import.ts';
import { findImport, type StoredImport } from './find-import.ts';
import { ImportFailure, type ImportFailureFacts } from './import-failure.ts';
import { readHere } from './checking/open-list-reader.ts';
import { beginCheck, readList } from './storing/check-list.ts';
import { recheckRows } from './storing/recheck-rows.ts';
import { LEASE_SECONDS } from './storing/store-chunk.ts';
import { undoAppointments } from './undoing/undo-appointments.ts';
import { undoBatch } from './undoing/undo-batch.ts';

/**
 * `busy`: another job is at it, or there is nothing to do. `stopped`: it was cancelled, another job took over, or the
 * signal fired; what is written stays and the next job goes on from there.
 */
export interface ImportResult {
  outcome: 'done' | 'checked' | 'failed' | 'undone' | 'stopped' | 'busy';
}

export type ImportDeps = Pick<
  EngineDeps,
  'db' | 'readDb' | 'files' | 'zones' | 'law' | 'zonesOfPhone' | 'places' | 'log'
> & {
  openListReader?: EngineDeps['openListReader'];
};

/** What a step of an import answers: on to the next one, or why not. */
export type StepResult = 'next' | 'stopped' | 'checked' | 'done' | 'failed';

/**
 * Takes a list as far as it is wanted: checks it, checks again what was repaired, commits it, or takes it back. Each
 * step may be killed anywhere and run again, also twice at once: its progress is in the import's row, and whatever it
 * writes is written with that progress or not at all. Throws EngineError `unknown_import`, and what the database or
 * file store throw: then it is to be run again.
 */
export async function runImport(deps: ImportDeps, importId: string, signal?: AbortSignal): Promise<ImportResult> {
  const { storedPath } = await findImport(deps.db, importId);
  if (!(await takeLease(deps, importId))) return { outcome: 'busy' };
  const beat = setInterval(() => void renewLease(deps, importId).catch(() => {}), (LEASE_SECONDS * 1_000) / 3);
  try {
    for (;;) {
      const list = await findImport(deps.db, importId);
      if (signal?.aborted) return await leave(deps, importId, 'stopped');
      const result = await nextStep(deps, list, signal);
      if (result !== 'next') return await leave(deps, importId, result);
    }
  } catch (error) {
    const failure = asFailure(error, storedPath);
    if (!failure) {
      const hopeless = await countFailure(deps, importId).catch(() => false);
      if (!hopeless) throw error;
      deps.log.error({ importId, error }, 'an import fails again and again: given up');
      await failImport(deps, importId, KEEPS_FAILING);
      return { outcome: 'failed' };
    }
    await failImport(deps, importId, failure.facts);
    return { outcome: 'failed' };
  } finally {
    clearInterval(beat);
  }
}

async function nextStep(
  deps: ImportDeps,
  list: StoredImport,
  signal: AbortSignal | undefined,
): Promise<StepResult | 'undone'> {
  const open = deps.openListReader ?? readHere(deps);
  switch (list.state) {
    case 'uploaded':
      return list.wanted === 'upload' ? 'checked' : await beginCheck(deps, list);
    case 'checking':
      return await readList({ ...deps, openListReader: open }, list, signal);
    case 'checked':
      if (await recheckRows({ ...deps, openListReader: open }, list, signal)) return 'next';
      return list.wanted === 'commit' ? await commitList(deps, list, signal) : 'checked';
    case 'committing':
      return await commitList(deps, list, signal);
    case 'undoing':
      while ((await (list.purpose === 'appointments' ? undoAppointments : undoBatch)(deps, list.id)) > 0)
        if (signal?.aborted) return 'stopped';
      return 'undone';
    case 'done':
      return 'done';
    case 'failed':
      return 'failed';
    default:
      return 'stopped';
  }
}

/** Data that Postgres cannot store (class 22) or a file that is gone will be the same at the next try. */
function asFailure(error: unknown, storedPath: string): ImportFailure | undefined {
  if (error instanceof ImportFailure) return error;
  if (sqlState(error)?.startsWith('22')) {
    return new ImportFailure({
      code: 'cannot_be_stored',
      message: 'The list has values that cannot be stored.',
      repair: 'Export it again as CSV UTF-8.',
    });
  }
  // A file of Outdial's own that is missing is no fault of the list.
  const path =
    error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error ? error.path : '';
  if (typeof path === 'string' && path !== '' && path.endsWith(basename(storedPath))) {
    return new ImportFailure({
      code: 'file_missing',
      message: 'The stored file is gone.',
      repair: 'Upload the list again.',
    });
  }
  return undefined;
}

/** Jobs in a row that got no further, after which another one is no use. */
const HOPELESS_JOBS = 10;

const KEEPS_FAILING: ImportFailureFacts = {
  code: 'keeps_failing',
  message: `The import stopped ${HOPELESS_JOBS} times at the same place; the log of the worker says why.`,
  repair: 'Mend what the log names, then upload the list again; or split it to find the row.',
};

/** Whether it is time to give up. A database that is away is not counted: it cannot be written to. */
async function countFailure(deps: ImportDeps, importId: string): Promise<boolean> {
  const counted = await firstRow<{ failedJobs: number }>(
    deps.db,
    sql`update imports set working_until = outdial_now() + interval '1 second' * least(failed_jobs, 10), failed_jobs = failed_jobs + 1
        where id = ${importId} returning failed_jobs as "failedJobs"`,
  );
  return (counted?.failedJobs ?? 0) >= HOPELESS_JOBS;
}

async function takeLease(deps: ImportDeps, importId: string): Promise<boolean> {
  const taken = await firstRow<{ id: string }>(
    deps.db,
    sql`update imports set working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${importId} and state not in ('receiving', 'done', 'undone', 'failed', 'cancelled')
          and (working_until is null or working_until <= (select outdial_now()))
        returning id`,
  );
  return taken !== undefined;
}

/** Going through rows that are done already stores nothing, and may take longer than the lease. */
async function renewLease(deps: ImportDeps, importId: string): Promise<void> {
  await deps.db.execute(sql`
    update imports set working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
    where id = ${importId} and working_until is not null`);
}

async function leave<Outcome extends ImportResult['outcome']>(
  deps: ImportDeps,
  importId: string,
  outcome: Outcome,
): Promise<{ outcome: Outcome }> {
  await deps.db.execute(sql`update imports set working_until = null where id = ${importId}`);
  return { outcome };
}
