import { FileStoreFullError } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { refuseBinary } from './refuse-binary.ts';
import type { EncodingWatch } from '../reading/text-encoding.ts';

/** Enough to tell text from anything else; a smaller first piece is waited for. */
const START_BYTES = 4_096;

/** White space, the zeros of UTF-16, and the bytes of byte order marks. */
const NO_CONTENT = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff]);

/**
 * Passes the bytes of a list on, shows them to `watch`, and throws as soon as they turn out to be no list: EngineError
 * `file_empty`, `file_too_large`, `file_is_spreadsheet`, `file_is_compressed`, `file_is_binary`.
 */
export async function* inspectBytes(
  source: AsyncIterable<Uint8Array>,
  watch: EncodingWatch,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  let start = Buffer.alloc(0);
  let judged = false;
  let blank = true;
  const judge = (): void => {
    refuseBinary(start, watch.utf16() !== undefined);
    judged = true;
  };
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > maxBytes) throw fileTooLarge(maxBytes);
    watch.push(piece);
    if (!judged) {
      start = Buffer.concat([start, piece]);
      if (start.length >= START_BYTES) judge();
    }
    blank &&= piece.every((byte) => NO_CONTENT.has(byte));
    yield piece;
  }
  if (bytes === 0 || (blank && bytes < START_BYTES)) {
    throw new EngineError('invalid', 'file_empty', 'The file is empty.', {
      repair: 'Upload a list with a header and one row per contact.',
    });
  }
  if (!judged) judge();
}

export const fileTooLarge = (maxBytes: number): EngineError =>
  new EngineError('invalid', 'file_too_large', `The file has more than ${maxBytes} bytes.`, {
    repair: 'Split the list into several files, each with the header.',
    details: { maxBytes },
  });

/** A full disk as the asker sees it; any other error as it is. */
export function asDiskFull(error: unknown): unknown {
  if (!(error instanceof FileStoreFullError)) return error;
  return new EngineError('unavailable', 'disk_full', 'There is no room left to store this list.', {
    repair: 'Free space on the disk of the file store, then upload again.',
    cause: error,
  });
}
