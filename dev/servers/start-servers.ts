import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderInUseError } from './server-errors.ts';
import { isSameProcess, processIdentity, readPidFiles, removePidFile, stopProcess } from './pid-file.mjs';
import { postgresServer, type PostgresServer } from './postgres.ts';
import { redisServer, type RedisServer } from './redis.ts';
import type { LocalServer } from './server-process.ts';
import { temporalServer, type TemporalServer } from './temporal.ts';

const SERVERS = ['postgres', 'temporal', 'redis'] as const;

export interface StartServersOptions {
  /** Data, logs and pid files; one running set per folder. */
  folder: string;
  /** Each defaults to true; false leaves it out. */
  postgres?: boolean;
  temporal?: boolean | { dbFile?: string; headless?: boolean };
  redis?: boolean;
  /** Delete the folder when the servers stop, or when this process is killed. */
  throwaway?: boolean;
  /** They outlive this process, until somebody stops them by their pid files. */
  keepRunning?: boolean;
  log: (line: string) => void;
}

export interface Servers {
  /** Empty when that server was left out. */
  databaseUrl: string;
  temporalAddress: string;
  redisUrl: string;
  uiAddress?: string;
  servers: { postgres?: PostgresServer; temporal?: TemporalServer; redis?: RedisServer };
  stop: () => Promise<void>;
}

/**
 * Finds or fetches real servers and starts them on free loopback ports, all at once; the log says which were taken.
 * They stop with this process, even when it is killed. Throws MissingServerError (exit 3) when one can't be had,
 * FolderInUseError when another live process runs servers there.
 */
export async function startServers(options: StartServersOptions): Promise<Servers> {
  const { log } = options;
  const folder = resolve(options.folder);
  const owned = !options.keepRunning;
  mkdirSync(folder, { recursive: true });
  const wanted = SERVERS.filter((name) => options[name] !== false);
  await clearStale(folder, wanted, log);

  const found: Servers['servers'] = {};
  const guard = owned ? startGuard(folder, options.throwaway === true) : undefined;
  const throwaway = new Set(options.throwaway ? [folder] : []);
  const stop = async (): Promise<void> => {
    await Promise.all(running(found).map((server) => server.stop()));
    for (const path of throwaway) rmSync(path, { recursive: true, force: true });
    guard?.stdin?.end();
  };
  const begin = async (server: LocalServer): Promise<void> => {
    await server.start();
    log(`${server.name}: 127.0.0.1:${server.port}, ${server.source}, log ${server.logFile}`);
  };
  const temporal = typeof options.temporal === 'object' ? options.temporal : {};
  const starts = await Promise.allSettled([
    options.postgres !== false &&
      postgresServer({ folder, owned }).then((server) => {
        if (options.throwaway) throwaway.add(server.dataFolder);
        return begin((found.postgres = server));
      }),
    options.temporal !== false &&
      temporalServer({ folder, owned, log, ...temporal }).then((server) => begin((found.temporal = server))),
    options.redis !== false && redisServer({ folder, owned, log }).then((server) => begin((found.redis = server))),
  ]);
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const uiAddress = found.temporal?.uiAddress;
  return {
    databaseUrl: found.postgres?.url() ?? '',
    temporalAddress: found.temporal?.address() ?? '',
    redisUrl: found.redis?.url() ?? '',
    ...(uiAddress === undefined ? {} : { uiAddress }),
    servers: found,
    stop,
  };
}

function running(found: Servers['servers']): LocalServer[] {
  return [found.postgres, found.temporal, found.redis].filter((server) => server !== undefined);
}

/** Stops what a killed owner left behind; refuses while an owner lives. */
async function clearStale(folder: string, names: readonly string[], log: (line: string) => void): Promise<void> {
  for (const entry of readPidFiles(folder)) {
    if (!names.includes(entry.name)) continue;
    const alive = isSameProcess(entry.pid, entry.identity);
    if (alive && isSameProcess(entry.ownerPid, entry.ownerIdentity)) {
      throw new FolderInUseError(`process ${entry.ownerPid} is running servers in ${folder}: stop it first`);
    }
    if (alive) {
      log(`${entry.name}: stopping a stale one (process ${entry.pid})`);
      await stopProcess(entry);
    }
    removePidFile(folder, entry.name);
  }
}

/** A process that outlives us by moments and stops our servers when our end of its pipe closes. */
function startGuard(folder: string, throwaway: boolean): ChildProcess {
  const script = fileURLToPath(new URL('./guard.mjs', import.meta.url));
  const owner = [String(process.pid), processIdentity(process.pid) ?? ''];
  const guard = spawn(process.execPath, [script, folder, ...owner, throwaway ? 'throwaway' : ''], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  if (guard.stdin !== null && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return guard;
}
