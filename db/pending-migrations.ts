import pg from 'pg';
import journal from './migrations/meta/_journal.json' with { type: 'json' };

/** No such table or schema: nothing was ever migrated. */
const NOT_THERE = new Set(['42P01', '3F000']);

/** How many of this version's migrations a database lacks. Logs in as whoever owns it: the app's role may not look. */
export async function pendingMigrations(url: string): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'outdial-ready',
    connectionTimeoutMillis: 3_000,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: string | number | null }>(
      'select max(created_at) as at from drizzle.__drizzle_migrations',
    );
    const at = Number(rows[0]?.at ?? 0);
    return journal.entries.filter((entry) => entry.when > at).length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && NOT_THERE.has(error.code)) {
      return journal.entries.length;
    }
    throw error;
  } finally {
    await client.end();
  }
}
