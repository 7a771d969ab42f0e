import { startServers } from '../../dev/servers/start-servers.ts';

/** Run as a process by tests that kill it: starts servers in a folder, prints their pids, and stays. */
const [folder = '', throwaway = ''] = process.argv.slice(2);
const { servers } = await startServers({
  folder,
  temporal: false,
  throwaway: throwaway === 'throwaway',
  log: () => {},
});
console.log(JSON.stringify([servers.postgres?.pid, servers.redis?.pid]));
setInterval(() => {}, 60_000);
