import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { asciiText, endOfWhole, utf8Decoder } from './decode-utf8.ts';
import { guessSingleByte } from './guess-single-byte.ts';

/** Encodings that a list may be in; all single-byte ones that people still export are here. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
] as const;
export type EncodingName = (typeof ENCODINGS)[number];

export const isEncoding = (name: string): name is EncodingName => ENCODINGS.some((known) => known === name);

/** How sure a guess is: `certain` needs no look, `doubtful` wants a person's. */
export type Sureness = 'certain' | 'likely' | 'doubtful';

export interface EncodingGuess {
  encoding: EncodingName;
  reason: string;
  sure: Sureness;
  /** Others that would read the file, likeliest first. */
  alternatives: EncodingName[];
}

const START_BYTES = 4_096;
/** Special characters with their surroundings: enough to judge a language by, whatever the size of the file. */
const SAMPLE_BYTES = 16 * 1_024;
const AROUND_BYTES = 12;
/** Bytes are looked at in blocks, so that the guess does not depend on the pieces in which they come. */
const BLOCK_BYTES = 64 * 1_024;
/** Invalid bytes per valid special character up to which a file is damaged UTF-8 rather than another encoding. */
const DAMAGED_SHARE = 0.05;

/** Watches a file's bytes pass by and says afterwards how they are to be read. Plain ASCII costs next to nothing. */
export class EncodingWatch {
  #start = Buffer.alloc(0);
  /** Bytes of a character whose end has not come yet. */
  #open = Buffer.alloc(0);
  #validUtf8 = true;
  #ascii = true;
  readonly #sample: Buffer[] = [];
  #sampleBytes = 0;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #filled = 0;

  push(bytes: Uint8Array): void {
    if (this.#start.length < START_BYTES) {
      this.#start = Buffer.concat([this.#start, bytes.subarray(0, START_BYTES - this.#start.length)]);
    }
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK_BYTES - this.#filled);
      at += part.length;
      if (part.length === BLOCK_BYTES) {
        this.#look(part);
        continue;
      }
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      if (this.#filled === BLOCK_BYTES) this.#lookAtRest();
    }
  }

  #lookAtRest(): void {
    this.#look(this.#block.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #look(bytes: Uint8Array): void {
    if (this.#open.length === 0 && isAscii(bytes)) return;
    this.#ascii = false;
    if (!this.#validUtf8) {
      this.#takeSample(bytes);
      return;
    }
    const all = this.#open.length === 0 ? bytes : Buffer.concat([this.#open, bytes]);
    const end = endOfWhole(all);
    this.#validUtf8 = isUtf8(all.subarray(0, end));
    this.#open = Buffer.from(all.subarray(end));
    this.#takeSample(all.subarray(0, end));
  }

  /** Looks at the beginning only; needs no more than the first piece. */
  utf16(): 'utf-16le' | 'utf-16be' | undefined {
    const start = this.#start;
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
    if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
    // Without a mark: digits, delimiters and Latin letters in UTF-16 have a zero, always on the same side.
    const pairs = Math.floor(start.length / 2);
    if (pairs < 4) return undefined;
    let even = 0;
    let odd = 0;
    for (let i = 0; i < pairs * 2; i += 2) {
      if (start[i] === 0) even++;
      if (start[i + 1] === 0) odd++;
    }
    if (odd > pairs * 0.3 && even < pairs * 0.05) return 'utf-16le';
    if (even > pairs * 0.3 && odd < pairs * 0.05) return 'utf-16be';
    return undefined;
  }

  /** Once all bytes have passed. */
  result(): EncodingGuess {
    this.#lookAtRest();
    const start = this.#start;
    const utf16 = this.utf16();
    if (utf16) {
      const marked = (start[0] ?? 0) >= 0xfe;
      const reason = marked ? 'byte order mark' : 'a zero in every second byte, on the same side';
      return { encoding: utf16, reason, sure: marked ? 'certain' : 'likely', alternatives: [] };
    }
    if (this.#ascii) return { encoding: 'utf-8', reason: 'plain ASCII', sure: 'certain', alternatives: [] };
    const sample = Buffer.concat(this.#sample);
    const marked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
    const { valid, invalid } = countUtf8(sample);
    if (this.#validUtf8 && this.#open.length === 0) {
      if (marked) return { encoding: 'utf-8', reason: 'byte order mark', sure: 'certain', alternatives: [] };
      // Two characters of another encoding may happen to look like one of UTF-8; many do not.
      const sure = valid > 2 ? 'certain' : 'likely';
      const alternatives = sure === 'certain' ? [] : [guessSingleByte(sample).encoding];
      return { encoding: 'utf-8', reason: 'every byte is valid UTF-8', sure, alternatives };
    }
    const other = guessSingleByte(sample);
    if (marked || (valid > 2 && invalid <= Math.max(1, valid * DAMAGED_SHARE))) {
      const reason = 'UTF-8 with some bytes that are not: expected all of it in one encoding';
      return { encoding: 'utf-8', reason, sure: 'doubtful', alternatives: [other.encoding, ...other.alternatives] };
    }
    return other;
  }

  #takeSample(bytes: Uint8Array): void {
    let taken = 0;
    for (let i = 0; i < bytes.length && this.#sampleBytes < SAMPLE_BYTES; i++) {
      if ((bytes[i] ?? 0) < 0x80) continue;
      const from = Math.max(taken, i - AROUND_BYTES);
      let to = i + 1;
      // On to where no special character is near.
      for (let plain = 0; to < bytes.length && plain < AROUND_BYTES && to - from < SAMPLE_BYTES; to++) {
        plain = (bytes[to] ?? 0) < 0x80 ? plain + 1 : 0;
      }
      // A line end between pieces, so that they do not make words together.
      this.#sample.push(Buffer.from(bytes.subarray(from, to)), Buffer.from('\n'));
      this.#sampleBytes += to - from + 1;
      taken = to;
      i = to - 1;
    }
  }
}

function countUtf8(bytes: Uint8Array): { valid: number; invalid: number } {
  const text = new TextDecoder('utf-8').decode(bytes);
  const special = text.match(/[^\0-\x7F]/gu)?.length ?? 0;
  const invalid = text.match(/\uFFFD/g)?.length ?? 0;
  return { valid: special - invalid, invalid };
}

/** Decodes a stream of bytes; what cannot be decoded becomes U+FFFD. A byte order mark is left out. */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  encoding: EncodingName,
): AsyncIterable<{ text: string; bytesRead: number }> {
  const decode = decoderOf(encoding);
  let bytesRead = 0;
  for await (const bytes of source) {
    bytesRead += bytes.length;
    yield { text: decode(bytes), bytesRead };
  }
  yield { text: decode(), bytesRead };
}

/** One piece after the other; without one: the end. */
export function decoderOf(encoding: EncodingName): (bytes?: Uint8Array) => string {
  switch (encoding) {
    case 'utf-8':
      return utf8Decoder();
    case 'utf-16le':
    case 'utf-16be': {
      const decoder = new TextDecoder(encoding);
      return (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    }
    default: {
      // Node 20's own windows-1252 leaves 0x80-0x9F as control characters.
      const decoder = iconv.getDecoder(encoding);
      return (bytes) => {
        if (!bytes) return decoder.end() ?? '';
        // All of them have ASCII in common.
        return isAscii(bytes) ? asciiText(bytes) : decoder.write(Buffer.from(bytes));
      };
    }
  }
}

/** Text that Postgres can store: no zero, no half of a surrogate pair. */
export function storable(text: string): string {
  return /[\0\p{Surrogate}]/u.test(text) ? text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') : text;
}
