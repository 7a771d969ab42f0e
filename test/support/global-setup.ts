import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureDashboardBuilt } from '../../dev/dashboard/ensure-built.ts';
import { MissingServerError } from '../../dev/servers/server-errors.ts';
import { isSameProcess, readPidFiles, stopProcess } from '../../dev/servers/pid-file.mjs';
import { startServers } from '../../dev/servers/start-servers.ts';
import type { Provided } from './provided.ts';
import { dropTemplate, makeTemplate } from './template-database.ts';

const FOLDER = '.outdial/test';

interface Shared {
  provided: Provided;
  stop: () => Promise<void>;
}

/** Every project loads this file anew, and all of them shall share one set of servers. */
declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a property of globalThis
  var outdialTest: { shared: Promise<Shared>; users: number } | undefined;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mine = (globalThis.outdialTest ??= { shared: startShared(), users: 0 });
  mine.users++;
  const { provided, stop } = await mine.shared.catch(giveUp);
  // Its api processes serve the pages. Once here, since files that run side by side would each build them.
  if (project.name === 'browser') await ensureDashboardBuilt({ log: (line) => console.log(`[dashboard] ${line}`) });
  project.provide('databaseUrl', provided.databaseUrl);
  project.provide('templateDatabase', provided.templateDatabase);
  project.provide('redisUrl', provided.redisUrl);
  project.provide('temporalAddress', provided.temporalAddress);
  return async () => {
    mine.users--;
    if (mine.users > 0) return;
    globalThis.outdialTest = undefined;
    await stop();
  };
}

/** What a person has to install, without a stack around it, and with its own exit code. */
function giveUp(error: unknown): never {
  if (!(error instanceof MissingServerError)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}

/** Servers of this run alone. Only OUTDIAL_TEST_* counts: a test can never reach a database that somebody needs. */
async function startShared(): Promise<Shared> {
  const databaseUrl = process.env['OUTDIAL_TEST_DATABASE_URL'];
  const redisUrl = process.env['OUTDIAL_TEST_REDIS_URL'];
  const temporalAddress = process.env['OUTDIAL_TEST_TEMPORAL_ADDRESS'];
  await removeForgotten();
  const own = await startServers({
    folder: join(FOLDER, String(process.pid)),
    postgres: databaseUrl === undefined,
    redis: redisUrl === undefined,
    temporal: temporalAddress === undefined ? { headless: true } : false,
    throwaway: true,
    log: (line) => console.log(`[servers] ${line}`),
  });
  const server = databaseUrl ?? own.databaseUrl;
  const templateDatabase = await makeTemplate(server);
  return {
    provided: {
      databaseUrl: server,
      templateDatabase,
      redisUrl: redisUrl ?? own.redisUrl,
      temporalAddress: temporalAddress ?? own.temporalAddress,
    },
    stop: async () => {
      await dropTemplate(server, templateDatabase);
      await own.stop();
    },
  };
}

/** Folders of runs that were killed together with their guard. */
async function removeForgotten(): Promise<void> {
  for (const name of await readdir(FOLDER).catch(() => [])) {
    const folder = join(FOLDER, name);
    const entries = readPidFiles(folder);
    const ownerLives =
      isRunning(Number(name)) || entries.some((entry) => isSameProcess(entry.ownerPid, entry.ownerIdentity));
    if (ownerLives) continue;
    await Promise.all(entries.map((entry) => stopProcess(entry)));
    await rm(folder, { recursive: true, force: true });
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
