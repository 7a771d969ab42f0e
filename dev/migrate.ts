import { givenServers } from '../config/env.ts';
import { migrateDb } from '../db/migrate.ts';

/** `npm run db:migrate`: brings the database of DATABASE_URL to this version's schema. Safe to call at any time. */
async function main(): Promise<void> {
  const { databaseUrl } = givenServers();
  if (databaseUrl === undefined) {
    console.error('DATABASE_URL is missing: it names the database to migrate ("outdial up" migrates its own).');
    process.exit(2);
  }
  await migrateDb(databaseUrl);
  console.log('database: migrated');
}

await main();
