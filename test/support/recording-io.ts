import { Readable } from 'node:stream';
import type { Io } from '../../cli/io.ts';
import { pause } from '../../cli/pause.ts';
import { runCli } from '../../cli/program.ts';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

export interface RunOptions {
  apiUrl?: string;
  apiKey?: string;
  stdin?: string;
  tty?: boolean;
  /** Somebody sits there and answers questions with `stdin`. */
  mayAsk?: boolean;
  interrupted?: AbortSignal;
}

/** Runs one command line in this process, and keeps what it printed. */
export async function run(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const tty = options.tty ?? false;
  const io: Io = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    write: async (bytes) => {
      out += Buffer.from(bytes).toString('utf8');
    },
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    outIsTty: tty,
    errIsTty: tty,
    mayAsk: options.mayAsk ?? false,
    columns: 100,
    // Long enough for a Ctrl-C to come in between.
    pause: (ms, signal) => pause(Math.min(ms, 20), signal),
    interrupted: () => options.interrupted ?? new AbortController().signal,
  };
  const code = await runCli(words, {
    io,
    client: () => ({
      apiUrl: options.apiUrl ?? 'http://127.0.0.1:9',
      ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
    }),
    version: '0.0.0',
  });
  return { code, out, err };
}

/** The one document on standard output; throws when there is more or less than one. */
export function documentOf({ out }: Outcome): Record<string, unknown> {
  const value: unknown = JSON.parse(out);
  if (typeof value !== 'object' || value === null) throw new Error(`no object: ${out}`);
  return Object.fromEntries(Object.entries(value));
}
