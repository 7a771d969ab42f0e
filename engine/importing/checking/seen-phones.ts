/** 128 million bits: of five million numbers one in 7,000 is taken for seen, of fifteen million one in 60. */
const BITS = 2 ** 27;
const PROBES = 4;

/**
 * Remembers which numbers a file has brought so far, in 16 MB whatever its size (a Bloom filter). `false` is certain;
 * `true` may be wrong, and is looked up in the database. So a list of millions costs neither memory nor a look-up
 * for each row.
 */
export class SeenPhones {
  readonly #words = new Uint32Array(BITS / 32);

  /** Whether the number may have been here before; from now on it has. */
  meet(phone: number): boolean {
    // Two independent hashes give all probes (Kirsch and Mitzenmacher, 2006).
    const low = phone >>> 0;
    const high = Math.floor(phone / 2 ** 32);
    let hash = mix(low ^ Math.imul(high, 0x9e3779b1));
    const step = mix(hash ^ 0x85ebca6b) | 1;
    let seen = true;
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = hash & (BITS - 1);
      const at = bit >>> 5;
      const mask = 1 << (bit & 31);
      const word = this.#words[at] ?? 0;
      if ((word & mask) === 0) {
        seen = false;
        this.#words[at] = word | mask;
      }
      hash = (hash + step) | 0;
    }
    return seen;
  }
}

/** Spreads 32 bits over 32 bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
