import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateDb } from '../../db/migrate.ts';

/** Runs one statement on a connection of its own: CREATE and DROP DATABASE can't be in a transaction or a pool. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'outdial-test' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Creates a migrated database, marked as test, that every test file clones. Returns its name. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `outdial_template_${randomBytes(5).toString('hex')}`;
  await asOwner(serverUrl, (client) => client.query(`create database ${name}`));
  await migrateDb(withDatabase(serverUrl, name), { markAsTest: true });
  // A connection to a template, autovacuum's too, would make a clone fail.
  await asOwner(serverUrl, (client) => client.query(`alter database ${name} allow_connections false`));
  return name;
}

export async function dropTemplate(serverUrl: string, name: string): Promise<void> {
  await asOwner(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
}
