import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDb, type Db } from '../../db/client.ts';
import { migrateDb } from '../../db/migrate.ts';
import { answersHttp, appProcess } from '../servers/app-process.ts';
import { freePort } from '../servers/free-port.ts';
import { isSameProcess, readPidFiles } from '../servers/pid-file.mjs';
import type { LocalServer } from '../servers/server-process.ts';
import { startServers } from '../servers/start-servers.ts';
import { workerBeats } from '../worker-health.ts';

const DEMO_FOLDER = fileURLToPath(new URL('../../.outdial/demo', import.meta.url));
const FAILED_FOLDER = fileURLToPath(new URL('../../.outdial/demo-failed', import.meta.url));

/** Everything that a demo runs on, each a process of its own. */
export interface DemoStack {
  databaseUrl: string;
  temporalAddress: string;
  apiUrl: string;
  simulatorUrl: string;
  uiAddress?: string;
  processes: {
    worker: LocalServer;
    api: LocalServer;
    simulator: LocalServer;
    postgres?: LocalServer;
    temporal?: LocalServer;
    redis?: LocalServer;
  };
  /** The database's owner: may move the clock. */
  adminDb: Db;
  readDb: Db;
  /** What the processes open account keys with. */
  secretKey: Buffer;
  /** Copies the logs to where they outlive the demo; answers the folder. */
  keepLogs: () => string;
  stop: () => Promise<void>;
}

export interface StackOptions {
  seed: number;
  /** How many times faster people talk. */
  speed: number;
  /** Servers will be killed, so none may be somebody else's. */
  ownServersOnly: boolean;
  /** Who answers: everybody, or as people do. */
  distribution?: 'answer' | 'mixed';
  /** Events may go to addresses of this machine. */
  privateWebhooks?: boolean;
  /** Absent = any that is free. */
  apiPort?: number;
  /** Temporal keeps its store in a file, as a real installation would. */
  temporalOnFile?: boolean;
  log: (line: string) => void;
}

/**
 * Starts servers, simulator, api and worker in a private folder on a fresh test database. Ignores the environment's
 * own addresses and keys; only OUTDIAL_TEST_* count. All of it stops with this process, even when it is killed.
 */
export async function startStack(options: StackOptions): Promise<DemoStack> {
  removeForgotten();
  const folder = join(DEMO_FOLDER, String(process.pid));
  const given = options.ownServersOnly ? {} : testServers();
  const servers = await startServers({
    folder,
    postgres: given.databaseUrl === undefined,
    redis: given.redisUrl === undefined,
    temporal:
      given.temporalAddress === undefined && (options.temporalOnFile ? { dbFile: join(folder, 'temporal.db') } : true),
    throwaway: true,
    log: options.log,
  });
  const closers: (() => Promise<void>)[] = [servers.stop];
  const stop = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    const database = await freshDatabase(given.databaseUrl ?? servers.databaseUrl, given.databaseUrl !== undefined);
    closers.push(database.close);
    const addresses = {
      databaseUrl: database.url,
      redisUrl: given.redisUrl ?? servers.redisUrl,
      temporalAddress: given.temporalAddress ?? servers.temporalAddress,
    };
    const apps = await startApps(folder, addresses, options, closers);
    const { postgres, temporal, redis } = servers.servers;
    return {
      ...apps,
      databaseUrl: addresses.databaseUrl,
      temporalAddress: addresses.temporalAddress,
      ...(servers.uiAddress === undefined ? {} : { uiAddress: servers.uiAddress }),
      processes: {
        ...apps.processes,
        ...(postgres ? { postgres } : {}),
        ...(temporal ? { temporal } : {}),
        ...(redis ? { redis } : {}),
      },
      adminDb: database.adminDb,
      readDb: database.readDb,
      keepLogs: () => {
        const kept = join(FAILED_FOLDER, String(process.pid));
        mkdirSync(kept, { recursive: true });
        cpSync(join(folder, 'logs'), kept, { recursive: true });
        return kept;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function testServers(): { databaseUrl?: string; redisUrl?: string; temporalAddress?: string } {
  const {
    OUTDIAL_TEST_DATABASE_URL: databaseUrl,
    OUTDIAL_TEST_REDIS_URL: redisUrl,
    OUTDIAL_TEST_TEMPORAL_ADDRESS: temporalAddress,
  } = process.env;
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(temporalAddress === undefined ? {} : { temporalAddress }),
  };
}

async function freshDatabase(serverUrl: string, isShared: boolean) {
  const name = `outdial_demo_${randomBytes(6).toString('hex')}`;
  const server = openDb({ url: serverUrl, maxConnections: 1, onError: () => {} });
  await server.execute(sql.raw(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrateDb(url.href, { markAsTest: true });
  const adminDb = openDb({ url: url.href, maxConnections: 3, onError: () => {} });
  const readDb = openDb({ url: url.href, role: 'outdial_read', maxConnections: 2, onError: () => {} });
  return {
    url: url.href,
    adminDb,
    readDb,
    close: async () => {
      await Promise.all([adminDb.$client.end(), readDb.$client.end()]);
      if (isShared) await server.execute(sql.raw(`drop database if exists ${name} with (force)`));
      await server.$client.end();
    },
  };
}

interface Addresses {
  databaseUrl: string;
  redisUrl: string;
  temporalAddress: string;
}

async function startApps(
  folder: string,
  addresses: Addresses,
  options: StackOptions,
  closers: (() => Promise<void>)[],
) {
  const [simulatorPort, apiPort] = [await freePort(), options.apiPort ?? (await freePort())];
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const secretKey = randomBytes(32);
  const env = {
    ...withoutOutside(),
    DATABASE_URL: addresses.databaseUrl,
    OUTDIAL_SECRET_KEY: secretKey.toString('base64'),
    OUTDIAL_FILES: join(folder, 'files'),
    OUTDIAL_LOG_LEVEL: 'info',
    // The worker tells agents where to report answers.
    OUTDIAL_PUBLIC_URL: apiUrl,
    ...(options.privateWebhooks ? { OUTDIAL_WEBHOOKS_PRIVATE: '1' } : {}),
  };
  const simulator = appProcess({
    name: 'simulator',
    folder,
    owned: true,
    freeHeap: true,
    port: simulatorPort,
    command: [
      'simulator/main.ts',
      `--port=${simulatorPort}`,
      '--plan=unlimited',
      `--speed=${options.speed}`,
      `--seed=${options.seed}`,
      `--distribution=${options.distribution ?? 'mixed'}`,
      // Cartesia does not say how it rounds; the ledger presumes begun minutes.
      '--cartesia-rounding=minute',
    ],
    env: withoutOutside(),
    healthy: () => answersHttp(`${simulatorUrl}/control/health`),
  });
  const api = appProcess({
    name: 'api',
    folder,
    owned: true,
    port: apiPort,
    command: ['api/main.ts'],
    env: { ...env, OUTDIAL_API_HOST: '127.0.0.1', OUTDIAL_API_PORT: String(apiPort) },
    healthy: () => answersHttp(`${apiUrl}/healthz`),
  });
  const worker = appProcess({
    name: 'worker',
    folder,
    owned: true,
    command: ['worker/main.ts'],
    env: { ...env, REDIS_URL: addresses.redisUrl, TEMPORAL_ADDRESS: addresses.temporalAddress },
    healthy: (_port, pid) => workerBeats(addresses.databaseUrl, pid),
  });
  closers.push(async () => {
    await Promise.all([worker.stop(), api.stop()]);
    await simulator.stop();
  });
  const starts = await Promise.allSettled([simulator, api, worker].map((app) => app.start()));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  for (const app of [simulator, api, worker]) options.log(`${app.name}: process ${app.pid}, log ${app.logFile}`);
  return { apiUrl, simulatorUrl, secretKey, processes: { worker, api, simulator } };
}

/** Takes away whatever could lead to a server, an account or a key that somebody lives by. */
function withoutOutside(): Record<string, undefined> {
  const names = Object.keys(process.env).filter(
    (name) =>
      /^(OUTDIAL_|TEMPORAL_|AGENTNUMBER_|CARTESIA_)/.test(name) || name === 'DATABASE_URL' || name === 'REDIS_URL',
  );
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Folders of demos that were killed together with their guard. */
function removeForgotten(): void {
  mkdirSync(DEMO_FOLDER, { recursive: true });
  for (const name of readdirSync(DEMO_FOLDER)) {
    const folder = join(DEMO_FOLDER, name);
    const lives = readPidFiles(folder).some((entry) => isSameProcess(entry.ownerPid, entry.ownerIdentity));
    if (!lives && !isRunning(Number(name))) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
