import iconv from 'iconv-lite';

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

/** Watches a file's bytes pass by and says afterwards how they are to be read. */
export class EncodingWatch {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #start = Buffer.alloc(0);
  #validUtf8 = true;
  #ascii = true;

  push(bytes: Uint8Array): void {
    if (this.#start.length < 4_096) this.#start = Buffer.concat([this.#start, bytes.subarray(0, 4_096)]);
    if (!this.#validUtf8) return;
    try {
      this.#utf8.decode(bytes, { stream: true });
      this.#ascii &&= !bytes.some((byte) => byte > 127);
    } catch {
      this.#validUtf8 = false;
    }
  }

  /** Looks at the beginning only; needs no more than the first piece. */
  utf16(): 'utf-16le' | 'utf-16be' | undefined {
    const start = this.#start;
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
    if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
    // Without a mark: Latin text in UTF-16 has a zero in nearly every second byte, always on the same side.
    const pairs = Math.floor(start.length / 2);
    if (pairs < 4) return undefined;
    let even = 0;
    let odd = 0;
    for (let i = 0; i < pairs * 2; i += 2) {
      if (start[i] === 0) even++;
      if (start[i + 1] === 0) odd++;
    }
    if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
    if (even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be';
    return undefined;
  }

  result(): { encoding: EncodingName; reason: string } {
    const utf16 = this.utf16();
    if (utf16) return { encoding: utf16, reason: 'byte order mark, or a zero in every second byte' };
    if (this.#validUtf8) {
      try {
        this.#utf8.decode();
        return { encoding: 'utf-8', reason: this.#ascii ? 'plain ASCII' : 'every byte is valid UTF-8' };
      } catch {
        // It ends in the middle of a character.
      }
    }
    return { encoding: 'windows-1252', reason: 'not valid UTF-8, so most likely the encoding of Windows' };
  }
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

function decoderOf(encoding: EncodingName): (bytes?: Uint8Array) => string {
  switch (encoding) {
    case 'utf-8':
    case 'utf-16le':
    case 'utf-16be': {
      const decoder = new TextDecoder(encoding);
      return (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    }
    default: {
      // Node 20's own windows-1252 leaves 0x80-0x9F as control characters.
      const decoder = iconv.getDecoder(encoding);
      return (bytes) => (bytes ? decoder.write(Buffer.from(bytes)) : (decoder.end() ?? ''));
    }
  }
}

/** Text that Postgres can store: no zero, no half of a surrogate pair. */
export function storable(text: string): string {
  return /[\0\p{Surrogate}]/u.test(text) ? text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') : text;
}
