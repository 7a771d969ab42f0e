import { isSameProcess, readPidFiles, removePidFile, stopProcess } from '../../dev/servers/pid-file.mjs';
import { PARTS, UP_FOLDER } from './servers.ts';

/** A worker first records the calls that it began. */
const GRACE_MS = 30_000;

/**
 * Stops what `up` started, the users of a server before the server. A process that only has the same pid as ours had
 * is left alone. Data stay. Returns the names of what was stopped.
 */
export async function down(options: { folder?: string; log: (line: string) => void }): Promise<string[]> {
  const folder = options.folder ?? UP_FOLDER;
  const entries = readPidFiles(folder);
  const stopped: string[] = [];
  for (const group of [PARTS.filter((part) => part === 'api' || part === 'worker'), PARTS]) {
    await Promise.all(
      entries
        .filter(({ name }) => group.some((part) => part === name) && !stopped.includes(name))
        .map(async (entry) => {
          if (isSameProcess(entry.pid, entry.identity)) {
            await stopProcess(entry, GRACE_MS);
            stopped.push(entry.name);
            options.log(`${entry.name}: stopped (process ${entry.pid})`);
          }
          removePidFile(folder, entry.name);
        }),
    );
  }
  return stopped;
}
