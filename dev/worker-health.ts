import pg from 'pg';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { givenServers } from '../config/env.ts';

/** The worker's own sign that it is up: its heartbeat in the ledger, on this host, of this process if one is named. */
export async function workerBeats(databaseUrl: string, pid?: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select 1 from workers where host = $1 and pid = coalesce($2::int, pid) and stopped_at is null
         and seen_at > clock_timestamp() - interval '15 seconds'`,
      [hostname(), pid ?? null],
    );
    return rowCount !== 0;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A container's health check: exit 0 when a worker of this host beats. */
async function main(): Promise<void> {
  const { databaseUrl } = givenServers();
  const beats = databaseUrl !== undefined && (await workerBeats(databaseUrl).catch(() => false));
  process.exitCode = beats ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
