import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema/index.ts';

/** int8 as a number: ids, counts and micros all stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Db = NodePgDatabase<typeof schema> & { $client: pg.Pool };
/** A transaction, or the pool itself: what a query needs. */
export type Queryable = Pick<Db, 'execute' | 'select' | 'insert' | 'update' | 'delete'>;

export interface DbOptions {
  url: string;
  /** Database role that every connection takes on: least privilege, whoever logs in. */
  role?: 'outdial_app' | 'outdial_read';
  maxConnections?: number;
  applicationName?: string;
  onError?: (error: Error) => void;
}

/**
 * Time-outs of engine connections: a claimer that hangs in its transaction frees its locks in seconds. No JIT: every
 * statement here is short, and compiling one takes longer than running it.
 */
const SESSION_SETTINGS = {
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '3s',
  statement_timeout: '60s',
  jit: 'off',
};

/** Opens a pool. Close it with `db.$client.end()`. */
export function openDb(options: DbOptions): Db {
  const settings = { ...SESSION_SETTINGS, ...(options.role ? { role: options.role } : {}) };
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 8,
    application_name: options.applicationName ?? 'outdial',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // A connection that the server drops would otherwise end the process: an idle one, or one in a transaction.
  pool.on('error', (error) => options.onError?.(error));
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  return drizzle(pool, { schema, casing: 'snake_case' });
}
