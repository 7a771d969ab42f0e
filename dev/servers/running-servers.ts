import { isSameProcess, readPidFiles } from './pid-file.mjs';
import { answersPing, redisUrl } from './redis.ts';
import { postgresAnswers, postgresUrl } from './postgres.ts';
import { temporalAnswers } from './temporal-answers.ts';

type Entry = ReturnType<typeof readPidFiles>[number];

export interface RunningServer {
  address: string;
  pid: number;
  uiAddress?: string;
}

/** The servers of a folder that run without an owner and answer; what is stale or silent is left out. */
export async function runningServers(folder: string): Promise<Map<string, RunningServer>> {
  const alive = readPidFiles(folder).filter(({ pid, identity }) => isSameProcess(pid, identity));
  const found = await Promise.all(alive.map(async (entry) => ({ entry, address: await addressIfWell(entry) })));
  return new Map(
    found.flatMap(({ entry, address }) => {
      if (address === undefined) return [];
      const { uiAddress } = entry.details;
      return [[entry.name, { address, pid: entry.pid, ...(uiAddress === undefined ? {} : { uiAddress }) }]];
    }),
  );
}

async function addressIfWell({ name, port, details }: Entry): Promise<string | undefined> {
  const { password = '' } = details;
  switch (name) {
    case 'postgres': {
      const url = postgresUrl(port, password);
      return (await postgresAnswers(url)) ? url : undefined;
    }
    case 'redis':
      return (await answersPing(port, password)) ? redisUrl(port, password) : undefined;
    case 'temporal':
      return (await temporalAnswers(port)) ? `127.0.0.1:${port}` : undefined;
    default:
      return undefined;
  }
}
