import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { fileURLToPath } from 'node:url';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any number, the same in every process: three migrators at once would otherwise crash two of them. */
const MIGRATION_LOCK = 7_202_611;

/** Brings a database to this version's schema, one migrator at a time. `markAsTest` allows its clock to be moved. */
export async function migrateDb(url: string, options: { markAsTest?: boolean } = {}): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'outdial-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
    if (options.markAsTest) await client.query('update installation set is_test = true');
  } finally {
    await client.end();
  }
}
