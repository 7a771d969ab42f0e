import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface WorkerProcess {
  pid: number;
  /** SIGKILL, and wait until it is gone. */
  kill: () => Promise<void>;
  /** SIGSTOP: the process stands still, its sockets and locks stay. */
  freeze: () => void;
  thaw: () => void;
  /** SIGTERM: a graceful stop. */
  stop: () => Promise<void>;
}

export interface WorkerEnvironment {
  databaseUrl: string;
  redisUrl: string;
  temporalAddress: string;
  taskQueue: string;
  secretKey: Buffer;
  filesFolder: string;
  /** Rule files of law in place of the shipped ones. */
  lawFolder?: string;
  /** Webhook endpoints may be on this machine. */
  privateWebhooks?: boolean;
}

/** Starts worker/main.ts as a process of its own, so that it can be killed at any instruction. Resolves when it is up. */
export async function startWorkerProcess(environment: WorkerEnvironment): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: environment.databaseUrl,
      REDIS_URL: environment.redisUrl,
      TEMPORAL_ADDRESS: environment.temporalAddress,
      OUTDIAL_TASK_QUEUE: environment.taskQueue,
      OUTDIAL_SECRET_KEY: environment.secretKey.toString('base64'),
      OUTDIAL_FILES: environment.filesFolder,
      ...(environment.lawFolder === undefined ? {} : { OUTDIAL_LAW: environment.lawFolder }),
      ...(environment.privateWebhooks ? { OUTDIAL_WEBHOOKS_PRIVATE: '1' } : {}),
      OUTDIAL_LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child);
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
  };
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      signal('SIGKILL');
      await gone;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGCONT');
      signal('SIGTERM');
      await gone;
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4_000);
      if (output.includes('worker is up')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`worker ended with ${code} before it was up:\n${output}`)));
  });
}
