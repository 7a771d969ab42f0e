import { pipeline, Transform, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * The same CSV with every cell masked as its column asks, cell by cell as it comes: a cell is seen whole wherever the
 * stream is cut, and digits of two cells are never one number. `maskOf` is told the header.
 */
export function maskCsv(source: Readable, maskOf: (header: string) => (cell: string) => string): Readable {
  const decoder = new StringDecoder('utf8');
  const masks: ((cell: string) => string)[] = [];
  let [cell, column, row, isQuoted] = ['', 0, 0, false];

  const ended = (): string => {
    if (row === 0) masks.push(maskOf(cell.replaceAll('"', '')));
    const masked = masks[column]?.(cell) ?? cell;
    cell = '';
    return masked;
  };
  const read = (text: string): string => {
    let out = '';
    for (const letter of text) {
      if (letter === '"') isQuoted = !isQuoted;
      if (isQuoted || (letter !== ',' && letter !== '\n')) {
        cell += letter;
        continue;
      }
      out += ended() + letter;
      [column, row] = letter === ',' ? [column + 1, row] : [0, row + 1];
    }
    return out;
  };
  const masking = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, read(decoder.write(chunk)));
    },
    flush(done) {
      done(null, read(decoder.end()) + ended());
    },
  });
  // What ends one end ends the other: a client that leaves, a query that fails.
  pipeline(source, masking, () => {});
  return masking;
}
