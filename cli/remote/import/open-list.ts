import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { CliError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';

/** A list on this machine, not read yet. */
export interface LocalList {
  name: string;
  /** Undefined = it comes through a pipe and can be read once. */
  path?: string;
  /** Bytes; undefined = nobody knows before the end. */
  size?: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** Opens a file, `-` = standard input. Throws CliError `file_unreadable`, in words. */
export async function openList(file: string, stdin: Readable): Promise<LocalList> {
  if (file === '-') return { name: 'standard-input.csv', bytes: bytesOf(stdin) };
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(isMissing(error) ? `There is no file ${file}.` : `${file} cannot be read: ${wordsOf(error)}`);
  });
  if (found.isDirectory()) throw unreadable(`${file} is a folder, not a list.`);
  return {
    name: basename(file),
    // A pipe has a name, too, and no size.
    ...(found.isFile() ? { path: file, size: found.size } : {}),
    bytes: fileBytes(file),
  };
}

/** Not 2, which says to a script that a list can be used with warnings. */
const unreadable = (message: string): CliError =>
  new CliError('file_unreadable', message, { exitCode: EXIT.missing, repair: 'Give the path of a list.' });

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Opened when the first byte is asked for. */
async function* fileBytes(file: string): AsyncGenerator<Uint8Array> {
  yield* bytesOf(createReadStream(file, { highWaterMark: 256 * 1_024 }));
}

async function* bytesOf(source: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    const piece: unknown = chunk;
    yield piece instanceof Uint8Array ? piece : Buffer.from(String(piece));
  }
}
