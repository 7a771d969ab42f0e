import { givenServers, localEnvironment, type Source } from '../../config/env.ts';
import { answersHttp } from '../../dev/servers/app-process.ts';
import { isSameProcess, readPidFiles } from '../../dev/servers/pid-file.mjs';
import { postgresAnswers } from '../../dev/servers/postgres.ts';
import { runningServers } from '../../dev/servers/running-servers.ts';
import { workerBeats } from '../../dev/worker-health.ts';
import { PARTS, UP_FOLDER, withoutPassword, type Part } from './servers.ts';

export interface PartStatus {
  part: Part;
  /** given: somebody else runs it, by an address of the environment. silent: its process lives and does not answer. */
  state: 'running' | 'stopped' | 'silent' | 'given';
  pid?: number;
  /** Without its password. */
  address?: string;
}

/** What of the local stack runs and answers. Throws EnvironmentError. */
export async function status(options: { folder?: string; source?: Source } = {}): Promise<PartStatus[]> {
  const folder = options.folder ?? UP_FOLDER;
  const { databaseUrl, redisUrl, temporalAddress } = givenServers(options.source);
  const given: Partial<Record<Part, string | undefined>> = {
    postgres: databaseUrl,
    redis: redisUrl,
    temporal: temporalAddress,
  };
  const servers = await runningServers(folder);
  const database = databaseUrl ?? servers.get('postgres')?.address;
  const { host, port } = localEnvironment(options.source);
  const apiUrl = `http://${host}:${port}`;
  const entries = new Map(
    readPidFiles(folder)
      .filter((entry) => isSameProcess(entry.pid, entry.identity))
      .map((entry) => [entry.name, entry]),
  );
  const answers = async (part: Part, pid: number): Promise<boolean> => {
    if (part === 'api') return answersHttp(apiUrl);
    if (part !== 'worker') return servers.has(part);
    if (database === undefined || !(await postgresAnswers(database))) return false;
    return workerBeats(database, pid);
  };
  return Promise.all(
    PARTS.map(async (part): Promise<PartStatus> => {
      const address = given[part];
      if (address !== undefined) return { part, state: 'given', address: withoutPassword(address) };
      const entry = entries.get(part);
      if (entry === undefined) return { part, state: 'stopped' };
      const known = part === 'api' ? apiUrl : servers.get(part)?.address;
      return {
        part,
        state: (await answers(part, entry.pid)) ? 'running' : 'silent',
        pid: entry.pid,
        ...(known === undefined ? {} : { address: withoutPassword(known) }),
      };
    }),
  );
}

/** The status as lines of a table. */
export function statusTable(parts: readonly PartStatus[]): string {
  const lines = parts.map(({ part, state, pid, address = '' }) =>
    [part.padEnd(10), state.padEnd(9), String(pid ?? '').padEnd(8), address].join('').trimEnd(),
  );
  return [['part'.padEnd(10), 'state'.padEnd(9), 'process'.padEnd(8), 'address'].join(''), ...lines].join('\n');
}
