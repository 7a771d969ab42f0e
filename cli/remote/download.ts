import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError, usageError } from '../cli-error.ts';
import { bytes as bytesWords } from '../print/amounts.ts';
import type { Answer, Context } from '../verb.ts';
import type { CallOptions } from './api-client.ts';

export const DOWNLOAD_FLAG = {
  flags: '-o, --out <file>',
  help: 'write here; "-" is standard output (default)',
} as const;

/** Streams a file of the API to standard output, or into a file that exists whole or not at all. */
export async function downloadTo(
  out: string,
  { api, io, json }: Context,
  path: string,
  params: Record<string, string>,
  query: NonNullable<CallOptions['query']> = {},
): Promise<Answer> {
  if (json && out === '-') throw usageError('--json needs --out: the file itself would be on standard output');
  let size = 0;
  const content = Readable.from(await api().download(path, { params, query, signal: io.interrupted() }));
  const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      size += chunk.byteLength;
      yield chunk;
    }
  };
  if (out === '-') {
    for await (const chunk of counted(content)) await io.write(chunk);
    return {};
  }
  const partial = `${out}.partial`;
  try {
    await pipeline(content, counted, createWriteStream(partial));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw new CliError('file_not_written', `${out} was not written: ${String(error)}`, { cause: error });
  }
  return { data: { file: out, bytes: size }, text: `${out}: ${bytesWords(size)}` };
}
