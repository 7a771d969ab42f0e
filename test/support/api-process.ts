import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { answersHttp } from '../../dev/servers/app-process.ts';
import { freePort } from '../../dev/servers/free-port.ts';
import type { WorkerEnvironment } from './worker-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const UP_WITHIN_MS = 45_000;
const KEPT_OUTPUT = 20_000;

export interface ApiProcess {
  pid: number;
  /** Where it listens, and where providers reach it: `http://127.0.0.1:port`. */
  url: string;
  /** The end of what it logged. */
  output: () => string;
  /** SIGKILL, and wait until it is gone. */
  kill: () => Promise<void>;
  /** SIGTERM: a graceful stop. Answers the exit code. */
  stop: () => Promise<number | null>;
}

/** Starts api/main.ts as a process of its own, with its own loopback address as public one. Resolves when it answers. */
export async function startApiProcess(environment: WorkerEnvironment): Promise<ApiProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: ROOT,
    // Nothing of this process's own environment: no test can reach what somebody lives by.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: environment.databaseUrl,
      OUTDIAL_SECRET_KEY: environment.secretKey.toString('base64'),
      OUTDIAL_FILES: environment.filesFolder,
      ...(environment.lawFolder === undefined ? {} : { OUTDIAL_LAW: environment.lawFolder }),
      OUTDIAL_LOG_LEVEL: 'info',
      OUTDIAL_API_HOST: '127.0.0.1',
      OUTDIAL_API_PORT: String(port),
      OUTDIAL_PUBLIC_URL: url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!isGone()) child.kill(signal);
    await gone;
  };

  const giveUpAtMs = performance.now() + UP_WITHIN_MS;
  while (!(await answersHttp(`${url}/healthz`))) {
    if (isGone()) throw new Error(`api ended with ${child.exitCode} before it was up:\n${output}`);
    if (performance.now() > giveUpAtMs) {
      await end('SIGKILL');
      throw new Error(`api is not up after ${UP_WITHIN_MS} ms:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    pid: child.pid ?? 0,
    url,
    output: () => output,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
  };
}
