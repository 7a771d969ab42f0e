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

/**
 * Sends ready lines of COPY text format into a table, many at once: a message per row is eight times slower. No bytes,
 * no statement. `target` is the table with its column list,
 * written by the caller, never user input.
 */
export async function copyText(client: PoolClient, target: string, lines: Uint8Array): Promise<void> {
  if (lines.length === 0) return;
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  const ended = finished(stream);
  stream.end(lines);
  await ended;
}
