import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { FileStoreFullError, type FileStore } from '../deps.ts';

/** ENOSPC: the disk is full. EDQUOT: the quota is. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Keeps files in one folder of this machine; api and worker share it. */
export function createDiskFileStore(folder: string): FileStore {
  const root = resolve(folder);
  const inside = (name: string): string => {
    const path = resolve(root, name);
    if (!path.startsWith(root + sep)) throw new RangeError(`the file name ${JSON.stringify(name)} leaves the store`);
    return path;
  };
  return {
    write: async (name, source) => {
      const path = inside(name);
      const unfinished = join(dirname(path), `.${randomUUID()}.part`);
      try {
        await mkdir(dirname(path), { recursive: true });
        const written = await writeWhole(unfinished, source);
        await rename(unfinished, path);
        return { path: name, ...written };
      } catch (error) {
        await rm(unfinished, { force: true });
        throw named(error);
      }
    },
    writeAt: async (name, offset, bytes) => {
      const path = inside(name);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writePiece(path, offset, bytes);
      } catch (error) {
        throw named(error);
      }
    },
    read: (path, fromByte = 0) => createReadStream(inside(path), { start: fromByte }),
    remove: async (path) => {
      await rm(inside(path), { force: true });
    },
  };
}

async function writeWhole(path: string, source: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await file.appendFile(chunk);
    }
    // The row that names this file is committed next: the file must outlive a power cut as the row does.
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function writePiece(path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, offset === 0 ? 'w' : 'r+');
  try {
    const { size } = await file.stat();
    // To write behind the end would fill the gap with zeros.
    if (size < offset) throw new RangeError(`the file has ${size} bytes, and the next belong at ${offset}`);
    if (size > offset) await file.truncate(offset);
    for (let done = 0; done < bytes.byteLength;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, offset + done);
      done += bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

const named = (error: unknown): unknown =>
  isFull(error) ? new FileStoreFullError('the disk of the file store is full', { cause: error }) : error;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && FULL.has(error.code);
