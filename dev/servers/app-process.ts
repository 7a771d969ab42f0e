import { fileURLToPath } from 'node:url';
import { serverProcess, type LocalServer } from './server-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A small heap that is collected often: the processes hold no more than what is in flight, and without a bound V8
 * lets garbage grow to several times that before it looks. The same flags stand in the start scripts and the images.
 */
const HEAP_FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=8'];

/**
 * A process of ours (`api/main.ts`, `worker/main.ts`, `simulator/main.ts`) run like a server: logs in a file, pid file,
 * health check. It gets this process's environment with `env` on top; undefined takes a variable away.
 */
export function appProcess(options: {
  name: string;
  /** Entry file from the root of the project, and its arguments. */
  command: readonly string[];
  folder: string;
  owned: boolean;
  /** The simulator remembers every call and may grow. */
  freeHeap?: boolean;
  port?: number;
  env?: Record<string, string | undefined>;
  /** Kept in its pid file. */
  details?: Record<string, string>;
  healthy: (port: number, pid: number) => Promise<boolean>;
}): LocalServer {
  const { command, env = {} } = options;
  return serverProcess({
    name: options.name,
    folder: options.folder,
    source: command.join(' '),
    owned: options.owned,
    stopSignal: 'SIGTERM',
    port: options.port ?? 0,
    // It says by itself why it ends; a second try would say the same.
    maxStarts: 1,
    details: options.details ?? {},
    healthy: options.healthy,
    command: () => ({
      file: process.execPath,
      args: [...(options.freeHeap ? [] : HEAP_FLAGS), '--import', 'tsx', ...command],
      cwd: ROOT,
      env: { ...process.env, ...env },
    }),
  });
}

/** True when something speaks HTTP there, whatever it says. */
export async function answersHttp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
