import type { CheckedChunk } from './list-reader.ts';
import type { ListReaderPort } from './open-list-reader.ts';

/** Pieces that are with the reader at a time: as many as it reads while a chunk is stored. Each is a megabyte. */
const PIECES_AHEAD = 4;

/** The chunks of a file in its order; while one is stored, the reader goes on with the pieces that follow. */
export async function* readAhead(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  reader: ListReaderPort,
): AsyncIterable<CheckedChunk> {
  const underWay: Promise<CheckedChunk[]>[] = [];
  for await (const piece of pieces) {
    const reading = reader.push(piece);
    // It is waited for later; until then a failure is nobody's.
    reading.catch(() => {});
    underWay.push(reading);
    if (underWay.length >= PIECES_AHEAD) yield* (await underWay.shift()) ?? [];
  }
  for (const reading of underWay) yield* await reading;
  yield* await reader.push(null);
}
