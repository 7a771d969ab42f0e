const FIRST_PIECE_BYTES = 128 * 1_024;
const PIECE_BYTES = 1_024 * 1_024;

/**
 * Joins what a file gives to pieces of a megabyte, of memory of their own that can be given to another thread: while
 * one piece is stored, the next one is read. The first is small, so that progress shows at once.
 */
export async function* readPieces(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(FIRST_PIECE_BYTES);
  let filled = 0;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < piece.length) continue;
      yield piece;
      piece = new Uint8Array(PIECE_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.slice(0, filled);
}
