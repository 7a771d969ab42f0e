import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { TestDb } from './test-db.ts';

const PROGRAM = fileURLToPath(new URL('./import-process.ts', import.meta.url));
/** Whoever comes to the place waits for this lock. */
const PLACE = 470_011;

export interface ImportProcess {
  child: ChildProcess;
  /** What it said, or null when it was killed or failed. */
  ended: Promise<string | null>;
}

/** `quiet`: it is expected to fail, and what it says of that is of no interest. */
export function startImport(test: TestDb, folder: string, importId: string, quiet = false): ImportProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, test.url, folder, importId], {
    stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
  });
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const ended = new Promise<string | null>((resolve) => {
    child.on('close', (code) => resolve(code === 0 ? said : null));
  });
  return { child, ended };
}

/** A place in the work of an import, as what the database sees of it. */
export interface Place {
  table: 'contacts' | 'contact_states' | 'due' | 'imports' | 'import_rows' | 'consent_events';
  on: 'insert' | 'update' | 'delete';
  /** Which row of it, by `new` (or `old`, of a deletion); texts in it are written as in SQL. */
  when: string;
  /** Holds the commit of its transaction instead of the row. */
  atCommit?: boolean;
}

/**
 * Makes whoever comes to the place wait there until it is let go. Only `go` or `cut` end the waiting: time-outs of the
 * session are off for it.
 */
export async function holdAt(test: TestDb, place: Place) {
  const { table, on, when, atCommit = false } = place;
  const keeper = await test.adminDb.$client.connect();
  await keeper.query('set idle_in_transaction_session_timeout = 0; set lock_timeout = 0');
  await keeper.query('select pg_advisory_lock($1)', [PLACE]);
  await keeper.query(`
    create or replace function hold_here() returns trigger language plpgsql as $$ begin
      perform set_config('lock_timeout', '0', true);
      perform pg_advisory_xact_lock_shared(${PLACE});
      return case tg_op when 'DELETE' then old else new end;
    end $$`);
  await keeper.query(
    atCommit
      ? `create constraint trigger hold_here after ${on} on ${table} deferrable initially deferred for each row when (${when}) execute function hold_here()`
      : `create trigger hold_here before ${on} on ${table} for each row when (${when}) execute function hold_here()`,
  );
  const leave = async (): Promise<void> => {
    await keeper.query('select pg_advisory_unlock($1)', [PLACE]);
    await keeper.query(`drop trigger hold_here on ${table}`);
    keeper.release();
  };
  return {
    /** Whether somebody waits there now. */
    waiting: async (): Promise<boolean> => {
      const found = await firstRow<{ n: number }>(
        test.adminDb,
        sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = ${PLACE} and not granted
              and database = (select oid from pg_database where datname = current_database())`,
      );
      return (found?.n ?? 0) > 0;
    },
    /** Lets it go on. */
    go: leave,
    /** Ends the connections of the process that waited: as the server does when it finds that a client is gone. */
    cut: async (): Promise<void> => {
      await test.adminDb.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
            and (application_name = 'import-process' or wait_event = 'advisory')`,
      );
      await leave();
    },
  };
}

/** As when the job that died has been silent for too long. */
export const endLease = async (test: TestDb, importId: string): Promise<void> =>
  void (await test.adminDb.execute(sql`update imports set working_until = outdial_now() where id = ${importId}`));
