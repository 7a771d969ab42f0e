import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { dataFiles, givenServers, localEnvironment, type Source } from '../../config/env.ts';
import { openDb } from '../../db/client.ts';
import { migrateDb } from '../../db/migrate.ts';
import { ensureDashboardBuilt } from '../../dev/dashboard/ensure-built.ts';
import { answersHttp, appProcess } from '../../dev/servers/app-process.ts';
import { isSameProcess, readPidFiles, stopProcess } from '../../dev/servers/pid-file.mjs';
import { runningServers } from '../../dev/servers/running-servers.ts';
import { startServers } from '../../dev/servers/start-servers.ts';
import { workerBeats } from '../../dev/worker-health.ts';
import { firstAdminToken } from '../../engine/access/first-admin-link.ts';
import { localActor } from './as-local.ts';
import { setupLink } from './first-admin-verb.ts';
import { localSecretKey } from './secret-key.ts';
import { FILES_FOLDER, UP_FOLDER } from './servers.ts';

export interface UpResult {
  databaseUrl: string;
  temporalAddress: string;
  redisUrl: string;
  apiUrl: string;
  uiAddress?: string;
  /** Where the first administrator is made, while there is nobody; works once, for 24 hours. */
  setupUrl?: string;
}

/** What stops `up` and a person can repair. */
export class UpError extends Error {
  override name = 'UpError';
  readonly exitCode = 1;
}

/**
 * Starts what is not running: servers that the environment does not name, then the migrations, the worker and the api,
 * all in the background until `down`. Calling it again starts what is missing. Throws MissingServerError (exit 3),
 * EnvironmentError (exit 2), UpError (exit 1); each has `exitCode`.
 */
export async function up(options: {
  folder?: string;
  log: (line: string) => void;
  source?: Source;
}): Promise<UpResult> {
  const { log } = options;
  const folder = options.folder ?? UP_FOLDER;
  const given = givenServers(options.source);
  const local = localEnvironment(options.source);
  const { lawFolder, zonesFile } = dataFiles(options.source);
  // Before anything is started. An api of ours on that port is no obstacle.
  if (!isRunning(folder, 'api')) await refuseTakenPort(local.host, local.port);
  const running = await runningServers(folder);
  for (const [name, { pid }] of running) log(`${name}: already running (process ${pid})`);
  const needed = (name: string, address: string | undefined): boolean => address === undefined && !running.has(name);

  const started = await startServers({
    folder,
    postgres: needed('postgres', given.databaseUrl),
    redis: needed('redis', given.redisUrl),
    temporal: needed('temporal', given.temporalAddress) && { dbFile: join(folder, 'temporal', 'temporal.db') },
    keepRunning: true,
    log,
  });
  const addressOf = (name: string, other: string | undefined, own: string): string =>
    other ?? running.get(name)?.address ?? own;
  const databaseUrl = addressOf('postgres', given.databaseUrl, started.databaseUrl);
  const redisUrl = addressOf('redis', given.redisUrl, started.redisUrl);
  const temporalAddress = addressOf('temporal', given.temporalAddress, started.temporalAddress);
  const uiAddress = started.uiAddress ?? running.get('temporal')?.uiAddress;

  await migrateDb(databaseUrl);
  log('database: migrated');
  await buildDashboard(log);

  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    OUTDIAL_SECRET_KEY: local.secretKey ?? localSecretKey(folder),
    OUTDIAL_FILES: local.filesFolder ?? FILES_FOLDER,
    OUTDIAL_LAW: lawFolder,
    OUTDIAL_ZONES: zonesFile,
    OUTDIAL_API_HOST: local.host,
    OUTDIAL_API_PORT: String(local.port),
    OUTDIAL_TEMPORAL_UI: local.temporalUiUrl ?? uiAddress,
  };
  const apiUrl = `http://${local.host === '0.0.0.0' ? '127.0.0.1' : local.host}:${local.port}`;
  // A server that came back elsewhere, or another variable, needs a worker and an api that know.
  const settings = createHash('sha256').update(JSON.stringify(env)).digest('hex');
  const own = { folder, owned: false, env, details: { settings } };
  const parts = [
    {
      ...own,
      name: 'worker',
      command: ['worker/main.ts'],
      healthy: (_port: number, pid: number) => workerBeats(databaseUrl, pid),
    },
    { ...own, name: 'api', command: ['api/main.ts'], port: local.port, healthy: () => answersHttp(apiUrl) },
  ];
  const starts = await Promise.allSettled(
    parts.map(async (part) => {
      if (await keepsRunning(folder, part.name, settings)) return log(`${part.name}: already running`);
      const server = appProcess(part);
      await server.start();
      log(`${part.name}: process ${server.pid}, log ${server.logFile}`);
    }),
  );
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const setupUrl = await firstAdminUrl(databaseUrl, apiUrl);
  return {
    databaseUrl,
    temporalAddress,
    redisUrl,
    apiUrl,
    ...(uiAddress === undefined ? {} : { uiAddress }),
    ...(setupUrl === undefined ? {} : { setupUrl }),
  };
}

/** Nothing that dials waits for it: a dashboard that cannot be built is told, and the rest starts. */
async function buildDashboard(log: (line: string) => void): Promise<void> {
  try {
    const built = await ensureDashboardBuilt({ log });
    if (built === 'no_tools')
      log('dashboard: not of this version; its tools are missing (npm install without --omit=dev)');
  } catch (error) {
    log(`dashboard: not built. ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A fresh link each time, as long as there is nobody: who starts the installation is who may administer it. */
async function firstAdminUrl(databaseUrl: string, apiUrl: string): Promise<string | undefined> {
  const db = openDb({ url: databaseUrl, role: 'outdial_app', maxConnections: 1, applicationName: 'outdial-cli' });
  try {
    const token = await firstAdminToken({ db }, { actor: localActor() });
    return token === undefined ? undefined : setupLink(apiUrl, token);
  } finally {
    await db.$client.end();
  }
}

function isRunning(folder: string, name: string): boolean {
  return readPidFiles(folder).some((entry) => entry.name === name && isSameProcess(entry.pid, entry.identity));
}

/** True when it runs with these settings; one with others is stopped. */
async function keepsRunning(folder: string, name: string, settings: string): Promise<boolean> {
  const entry = readPidFiles(folder).find((known) => known.name === name);
  if (entry === undefined || !isSameProcess(entry.pid, entry.identity)) return false;
  if (entry.details['settings'] === settings) return true;
  await stopProcess(entry);
  return false;
}

async function refuseTakenPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      const reason = taken ? 'is in use by another program' : `can't be opened (${error.message})`;
      reject(new UpError(`Port ${port} of ${host} ${reason}: free it, or set OUTDIAL_API_PORT to another one.`));
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
