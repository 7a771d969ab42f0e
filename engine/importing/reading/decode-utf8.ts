import { StringDecoder } from 'node:string_decoder';

/**
 * Decodes UTF-8 piece by piece; without a piece: the end. What is invalid becomes U+FFFD, a byte order mark is left
 * out. By StringDecoder: TextDecoder took longer than all the parsing, and makes two bytes of every Western letter.
 */
export function utf8Decoder(): (bytes?: Uint8Array) => string {
  const decoder = new StringDecoder('utf8');
  let begun = false;
  const begin = (text: string): string => {
    if (begun || text === '') return text;
    begun = true;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
  return (bytes) =>
    begin(bytes ? decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : decoder.end());
}

export const asciiText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Where the last character begins when its end is missing, else the length. */
export function endOfWhole(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
