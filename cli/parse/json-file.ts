import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { usageError } from '../cli-error.ts';

/** The text of a file, `-` = standard input. Throws CliError in words. */
export async function readText(path: string, stdin: Readable): Promise<string> {
  if (path === '-') return await text(stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A JSON file, `-` = standard input. */
export async function readJson(path: string, stdin: Readable): Promise<unknown> {
  const content = await readText(path, stdin);
  try {
    return JSON.parse(content);
  } catch (error) {
    throw usageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
