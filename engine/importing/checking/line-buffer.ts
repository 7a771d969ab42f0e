const FIRST_BYTES = 64 * 1_024;
/** UTF-16 units of a string need at most this many bytes of UTF-8 each. */
const MAX_UNIT_BYTES = 3;

/**
 * Collects lines as UTF-8. Each one is written out at once: a text that grows by a million pieces keeps all of them
 * alive, and the garbage collector then takes more time than the parser.
 */
export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  add(text: string): void {
    const most = this.#length + text.length * MAX_UNIT_BYTES;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, most));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** All lines since the last call, in memory of their own that can be given to another thread. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#length);
    taken.set(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }
}
