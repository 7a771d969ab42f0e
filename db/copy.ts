import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';

/** One value in COPY text format: `\N` for null, and the four characters that the format reserves escaped. */
export function copyField(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return String(value);
  // Nearly no value has one of them, and looking costs less than replacing nothing.
  if (!/[\\\n\r\t]/.test(value)) return value;
  return value.replace(/[\\\n\r\t]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : c === '\r' ? '\\r' : '\\t'));
}

export type CopyRow = readonly (string | number | boolean | null | undefined)[];

/**
 * Streams rows into a table with COPY, a thousand rows a chunk (one chunk per row is eight times slower).
 * `target` is the table with its column list, written by the caller, never user input.
 */
export async function copyRows(
  client: PoolClient,
  target: string,
  source: Iterable<CopyRow> | AsyncIterable<CopyRow>,
): Promise<number> {
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  const ended = finished(stream);
  let count = 0;
  let chunk = '';
  try {
    for await (const row of source) {
      chunk += `${row.map(copyField).join('\t')}\n`;
      if (++count % 1_000 === 0) {
        if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve));
        chunk = '';
      }
    }
    stream.end(chunk);
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
    await ended.catch(() => {});
    throw error;
  }
  await ended;
  return count;
}

/** Sends ready lines of COPY text format into a table; no bytes, no statement. `target` as in copyRows. */
export async function copyText(client: PoolClient, target: string, lines: Uint8Array): Promise<void> {
  if (lines.length === 0) return;
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  const ended = finished(stream);
  stream.end(lines);
  await ended;
}
