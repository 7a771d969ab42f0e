import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../dev/servers/free-port.ts';
import { answersHttp } from '../../dev/servers/app-process.ts';
import { run } from '../support/recording-io.ts';
import { openTrial, type Trial } from '../support/trial.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = join(ROOT, 'bin', 'outdial');

export interface Outcome {
  /** Null = ended by a signal. */
  code: number | null;
  out: string;
  err: string;
}

export interface CliWorld {
  trial: Trial;
  apiUrl: string;
  /** For files of the test. */
  folder: string;
  /** Runs bin/outdial as a person would: a process of its own, not at a terminal. */
  outdial: (words: readonly string[], options?: { stdin?: string; env?: Record<string, string> }) => Promise<Outcome>;
  /** With --json and in this process, which is quicker; only commands that ask the api. Throws unless it succeeds. */
  json: (words: readonly string[], options?: { stdin?: string; codes?: readonly number[] }) => Promise<Document>;
  /** Begins it and hands out the process. */
  begin: (words: readonly string[]) => ChildProcess;
  file: (name: string, content: string) => Promise<string>;
  /** A new key with one number at the simulator. */
  providerKey: () => Promise<string>;
  close: () => Promise<void>;
}

export type Document = Record<string, unknown>;

/** A real api process and a real worker over a database of the file's own, and the simulator as provider. */
export async function openCliWorld(): Promise<CliWorld> {
  const trial = await openTrial({ speed: 200 });
  const folder = await mkdtemp(join(tmpdir(), 'outdial-cli-'));
  const { environment } = trial;
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const base = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const servers = {
    DATABASE_URL: environment.databaseUrl,
    REDIS_URL: environment.redisUrl,
    TEMPORAL_ADDRESS: environment.temporalAddress,
    OUTDIAL_SECRET_KEY: environment.secretKey.toString('base64'),
  };
  const api = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: ROOT,
    env: { ...base, ...servers, OUTDIAL_FILES: environment.filesFolder, OUTDIAL_API_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [worker] = await Promise.all([trial.startWorker(), answering(apiUrl, api)]);

  let apiKey: string | undefined;
  const start = (words: readonly string[], env: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, [BIN, ...words], {
      // Elsewhere: no .env of the checkout counts.
      cwd: folder,
      env: { ...base, ...servers, OUTDIAL_API_URL: apiUrl, ...(apiKey ? { OUTDIAL_API_KEY: apiKey } : {}), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const outdial: CliWorld['outdial'] = async (words, { stdin = '', env = {} } = {}) => {
    const child = start(words, env);
    child.stdin?.end(stdin);
    return await outcomeOf(child);
  };
  const json: CliWorld['json'] = async (words, { stdin = '', codes = [0] } = {}) => {
    const outcome = await run([...words, '--json'], { apiUrl, apiKey: apiKey ?? '', stdin });
    if (!codes.includes(outcome.code ?? -1)) {
      throw new Error(`outdial ${words.join(' ')} ended with ${outcome.code}:\n${outcome.out}${outcome.err}`);
    }
    const document: Document = JSON.parse(outcome.out);
    return document;
  };
  const made = await outdial(['keys', 'create', '--local', '--json']);
  apiKey = String(JSON.parse(made.out).key);

  return {
    trial,
    apiUrl,
    folder,
    outdial,
    json,
    begin: (words) => start(words),
    file: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    providerKey: async () => {
      const key = `an_live_${randomBytes(16).toString('hex')}`;
      await trial.judge.addAccount({ provider: 'agentnumber', key, numbers: [{}], balanceMicros: 100_000_000 });
      return key;
    },
    close: async () => {
      api.kill('SIGTERM');
      await Promise.all([gone(api), worker.stop()]);
      await trial.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that a process said, once it is gone. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const [out, err] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    gone(child),
  ]);
  return { code: child.exitCode, out, err };
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

async function answering(url: string, api: ChildProcess): Promise<void> {
  while (!(await answersHttp(url))) {
    if (api.exitCode !== null) throw new Error(`the api ended with ${api.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
