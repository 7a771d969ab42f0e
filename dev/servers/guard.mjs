// Stops the servers of a folder when the process that started them is gone, even by SIGKILL: its end of the pipe on
// our stdin closes with it. Arguments: folder, pid and identity of the owner, and `throwaway` to remove the data.
import { rmSync } from 'node:fs';
import { readPidFiles, removePidFile, stopProcess } from './pid-file.mjs';

const [folder = '', ownerPid = '', ownerIdentity = '', throwaway = ''] = process.argv.slice(2);

// A Ctrl-C in the terminal is for the owner: it decides what still needs the servers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', () => void stopAll());

async function stopAll() {
  const mine = readPidFiles(folder).filter(
    (entry) => entry.ownerPid === Number(ownerPid) && entry.ownerIdentity === ownerIdentity,
  );
  await Promise.all(
    mine.map(async (entry) => {
      await stopProcess(entry);
      removePidFile(folder, entry.name);
    }),
  );
  if (throwaway !== '') {
    // Postgres' data may lie elsewhere.
    for (const path of [folder, ...mine.map((entry) => entry.details.dataFolder ?? folder)]) {
      rmSync(path, { recursive: true, force: true });
    }
  }
  process.exit(0);
}
