import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { ServerStartError } from './server-errors.ts';
import { processIdentity, removePidFile, stopProcess, writePidFile } from './pid-file.mjs';

export interface ServerCommand {
  file: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number | undefined;
  gid?: number | undefined;
}

export interface ServerSpec {
  /** postgres, temporal, redis, or a process of ours. */
  name: string;
  /** Holds pid files and logs; private to one set of servers. */
  folder: string;
  /** Where the binary came from, for people. */
  source: string;
  command: (port: number) => ServerCommand;
  healthy: (port: number, pid: number) => Promise<boolean>;
  stopSignal: NodeJS.Signals;
  /** False: nobody stops it before `outdial down`. */
  owned: boolean;
  port?: number | undefined;
  details?: Record<string, string>;
  /** How often it may end right after its start. */
  maxStarts?: number;
}

/** A real server as a child process. It keeps its port and its data over kill and start. */
export interface LocalServer {
  name: string;
  source: string;
  logFile: string;
  readonly port: number;
  readonly pid: number | undefined;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** SIGKILL, for trials of a crash. */
  kill: () => Promise<void>;
}

const READY_WITHIN_MS = 45_000;
/** A port may be taken between the question and the start; a killed Postgres needs a moment to let go of its memory. */
const MAX_STARTS = 8;

/** Describes a server; nothing runs before `start`. */
export function serverProcess(spec: ServerSpec): LocalServer {
  const logFile = join(spec.folder, 'logs', `${spec.name}.log`);
  let port = spec.port ?? 0;
  let everReady = spec.port !== undefined;
  let running: { child: ChildProcess; pid: number; identity: string; gone: Promise<void> } | undefined;

  const launch = (): NonNullable<typeof running> => {
    mkdirSync(join(spec.folder, 'logs'), { recursive: true });
    const { file, args, env, cwd, uid, gid } = spec.command(port);
    const log = openSync(logFile, 'a', 0o600);
    // Its own session: a Ctrl-C in the terminal reaches the owner only, and the owner or its guard stops the server.
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: env ?? process.env,
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    closeSync(log);
    const gone = new Promise<void>((resolve, reject) => {
      child.once('exit', () => resolve());
      child.once('error', reject);
    });
    gone.catch(() => {});
    if (child.pid === undefined) throw new Error(`${spec.name}: ${file} could not be started`);
    child.unref();
    const pid = child.pid;
    const identity = processIdentity(pid) ?? '';
    writePidFile(spec.folder, {
      name: spec.name,
      pid,
      identity,
      port,
      stopSignal: spec.stopSignal,
      ownerPid: spec.owned ? process.pid : 0,
      ownerIdentity: spec.owned ? (processIdentity(process.pid) ?? '') : '',
      details: spec.details ?? {},
    });
    return { child, pid, identity, gone };
  };

  const becomesReady = async ({ child, pid }: { child: ChildProcess; pid: number }): Promise<boolean> => {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    for (let waitMs = 15; Date.now() < giveUpAt; waitMs = Math.min(waitMs * 1.5, 250)) {
      if (child.exitCode !== null || child.signalCode !== null) return false;
      if (await spec.healthy(port, pid).catch(() => false)) return true;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    throw new ServerStartError(`${spec.name} did not answer within ${READY_WITHIN_MS / 1000} s; its log is ${logFile}`);
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === undefined) return;
    const { child, pid, identity, gone } = running;
    running = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      if (signal === 'SIGKILL') child.kill('SIGKILL');
      else await stopProcess({ pid, identity, stopSignal: signal });
      await gone;
    }
    removePidFile(spec.folder, spec.name);
  };

  return {
    name: spec.name,
    source: spec.source,
    logFile,
    get port() {
      return port;
    },
    get pid() {
      return running?.pid;
    },
    start: async () => {
      if (running !== undefined && running.child.exitCode === null && running.child.signalCode === null) return;
      const maxStarts = spec.maxStarts ?? MAX_STARTS;
      for (let tries = 1; tries <= maxStarts; tries++) {
        if (!everReady) port = await freePort();
        running = launch();
        if (await becomesReady(running)) {
          everReady = true;
          return;
        }
        running = undefined;
        removePidFile(spec.folder, spec.name);
        await new Promise((resolve) => setTimeout(resolve, 100 * tries));
      }
      throw new ServerStartError(
        `${spec.name} ends right after its start; the end of its log (${logFile}):\n${tail(logFile)}`,
      );
    },
    stop: () => end(spec.stopSignal),
    kill: () => end('SIGKILL'),
  };
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}
