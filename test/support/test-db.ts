import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDb, type Db } from '../../db/client.ts';
import './provided.ts';
import { asOwner, withDatabase } from './template-database.ts';

/** Any number: clones are made one at a time, over all workers. */
const CLONE_LOCK = 7_202_612;

export interface TestDb {
  url: string;
  /** As the engine sees it: role outdial_app. */
  db: Db;
  /** Role outdial_read. */
  readDb: Db;
  /** No role: may set the clock and delete history. */
  adminDb: Db;
  /** Closes the pools and drops the database. */
  drop: () => Promise<void>;
}

/**
 * A database of the test file's own, cloned from the migrated template (its clock may be moved). Call it in
 * `beforeAll`, `drop` in `afterAll`.
 */
export async function testDb(options: { maxConnections?: number } = {}): Promise<TestDb> {
  const server = inject('databaseUrl');
  const name = `outdial_test_${randomBytes(6).toString('hex')}`;
  await asOwner(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [CLONE_LOCK]);
    await client.query(`create database ${name} template ${inject('templateDatabase')}`);
  });
  const url = withDatabase(server, name);
  const max = { maxConnections: options.maxConnections ?? 8 };
  const db = openDb({ url, role: 'outdial_app', ...max });
  const readDb = openDb({ url, role: 'outdial_read', ...max });
  const adminDb = openDb({ url, ...max });
  return {
    url,
    db,
    readDb,
    adminDb,
    drop: async () => {
      await Promise.all([db, readDb, adminDb].map((pool) => pool.$client.end()));
      await asOwner(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
