/** Sixteen, so that each byte has its share; no vowels, so that no words come out, and nothing that may be a number. */
const LETTERS = 'bcdfghjkmnpqrstv';

/**
 * An id for what has none of its own: random, because ids are shown to everybody, and one that is made of a phone
 * number tells it to who may not see it. Make it once per form: what is sent again then is the same thing.
 */
export const madeId = (kind: 'visit' | 'series'): string =>
  `${kind}-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte % LETTERS.length]).join('')}`;
