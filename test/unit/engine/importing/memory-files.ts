import { createHash } from 'node:crypto';
import { FileStoreFullError, type FileStore } from '../../../../engine/deps.ts';

export interface MemoryFiles extends FileStore {
  stored: Map<string, Buffer>;
}

/** A file store in memory that hands out small odd pieces, so that every boundary is met. `room`: bytes until it is full. */
export function memoryFiles(options: { pieceBytes?: number; room?: number } = {}): MemoryFiles {
  const stored = new Map<string, Buffer>();
  const pieceBytes = options.pieceBytes ?? 61;
  return {
    stored,
    write: async (name, source) => {
      const pieces: Uint8Array[] = [];
      let bytes = 0;
      for await (const piece of source) {
        bytes += piece.length;
        if (bytes > (options.room ?? Infinity)) throw new FileStoreFullError('no room');
        pieces.push(piece);
      }
      const content = Buffer.concat(pieces);
      stored.set(name, content);
      return { path: name, bytes, sha256: createHash('sha256').update(content).digest('hex') };
    },
    writeAt: async (name, offset, bytes) => {
      const before = stored.get(name) ?? Buffer.alloc(0);
      if (before.length < offset) throw new RangeError('a gap');
      if (offset + bytes.length > (options.room ?? Infinity)) throw new FileStoreFullError('no room');
      stored.set(name, Buffer.concat([before.subarray(0, offset), bytes]));
    },
    read: async function* (path, fromByte = 0) {
      const content = stored.get(path);
      if (!content) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT', path });
      for (let at = fromByte; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
    },
    remove: async (path) => void stored.delete(path),
  };
}

/** An upload that arrives in pieces. */
export async function* inPieces(content: string | Uint8Array, pieceBytes = 97): AsyncIterable<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
