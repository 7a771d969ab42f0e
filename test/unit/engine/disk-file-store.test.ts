import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileStoreFullError, type FileStore } from '../../../engine/deps.ts';
import { createDiskFileStore } from '../../../engine/files/disk-file-store.ts';

let folder: string;
let store: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-files-'));
  store = createDiskFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* pieces(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
async function read(path: string, fromByte?: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of store.read(path, fromByte)) parts.push(part);
  return Buffer.concat(parts);
}

it('gives back what was written, from any byte, with its length and hash', async () => {
  const content = randomBytes(200_000);
  const written = await store.write('imports/a', pieces(content.subarray(0, 70_000), content.subarray(70_000)));
  expect(written).toEqual({
    path: 'imports/a',
    bytes: 200_000,
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  expect((await read('imports/a')).equals(content)).toBe(true);
  expect((await read('imports/a', 150_000)).equals(content.subarray(150_000))).toBe(true);
});

it('leaves nothing of a file whose source breaks off', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(10);
    throw new Error('cut');
  }
  await expect(store.write('broken/b', broken())).rejects.toThrow('cut');
  expect(await readdir(join(folder, 'broken'))).toEqual([]);
});

it('tells a full disk from other failures', async () => {
  async function* full(): AsyncGenerator<Uint8Array> {
    yield randomBytes(1);
    throw Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
  }
  await expect(store.write('full/c', full())).rejects.toBeInstanceOf(FileStoreFullError);
});

it('writes and reads nothing outside its folder', async () => {
  for (const name of ['../x', '/etc/passwd', 'a/../../x', '.']) {
    await expect(store.write(name, pieces())).rejects.toThrow(RangeError);
    expect(() => store.read(name)).toThrow(RangeError);
  }
});

it('removes a file, and does not mind when it is gone', async () => {
  await store.write('gone', pieces(randomBytes(1)));
  await store.remove('gone');
  await store.remove('gone');
  expect(await readdir(folder)).not.toContain('gone');
});

describe('a file that is written piece by piece', () => {
  it('grows by its pieces, and a repeated piece cuts off what lay behind its offset', async () => {
    await store.writeAt('pieces/a', 0, Buffer.from('abcdef'));
    await store.writeAt('pieces/a', 6, Buffer.from('ghi'));
    expect((await read('pieces/a')).toString()).toBe('abcdefghi');
    await store.writeAt('pieces/a', 3, Buffer.from('XY'));
    expect((await read('pieces/a')).toString()).toBe('abcXY');
    await store.writeAt('pieces/a', 5, Buffer.alloc(0));
    expect((await read('pieces/a')).toString()).toBe('abcXY');
    await store.writeAt('pieces/a', 0, Buffer.from('new'));
    expect((await read('pieces/a')).toString()).toBe('new');
  });

  it('has no gaps: bytes behind the end are refused, and so is a file that is not there', async () => {
    await store.writeAt('pieces/b', 0, Buffer.from('abc'));
    await expect(store.writeAt('pieces/b', 4, Buffer.from('x'))).rejects.toThrow(RangeError);
    expect((await read('pieces/b')).toString()).toBe('abc');
    await expect(store.writeAt('pieces/none', 4, Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(store.writeAt('../outside', 0, Buffer.from('x'))).rejects.toThrow(RangeError);
  });
});
