import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const TABLES = ['contacts', 'contact_phones', 'contact_states', 'due'];

/**
 * What COPY alone needs for the same rows: what the import has written goes out to files, and into the same tables
 * with the same indexes of a fresh database, one after the other over one connection. Answers rows per second.
 */
export async function copyBaseline(input: {
  fromUrl: string;
  toUrl: string;
  folder: string;
  contacts: number;
}): Promise<{ rowsPerSecond: number; msByTable: Record<string, number> }> {
  const source = new pg.Client({ connectionString: input.fromUrl });
  const target = new pg.Client({ connectionString: input.toUrl });
  await Promise.all([source.connect(), target.connect()]);
  const msByTable: Record<string, number> = {};
  let totalMs = 0;
  try {
    for (const table of TABLES) {
      const file = join(input.folder, `${table}.copy`);
      await pipeline(source.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file));
      const startedAtMs = performance.now();
      await pipeline(
        createReadStream(file, { highWaterMark: 1 << 20 }),
        target.query(copyFrom(`copy ${table} from stdin`)),
      );
      msByTable[table] = Math.round(performance.now() - startedAtMs);
      totalMs += performance.now() - startedAtMs;
    }
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
  return { rowsPerSecond: (input.contacts / totalMs) * 1_000, msByTable };
}
