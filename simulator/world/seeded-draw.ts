/**
 * A number in [0, 1) that depends only on seed, purpose, destination and index: not on the order in which
 * requests happen to arrive, so a run with the same seed meets the same people and the same faults.
 * FNV-1a over the text, then the finaliser of MurmurHash3.
 */
export const draw = (seed: number, purpose: string, destination: string, index: number): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (const text of [purpose, destination]) {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0x7c, 0x01000193);
  }
  hash = Math.imul(hash ^ index, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
};

/** A whole number in [min, max], drawn as above. */
export const drawBetween = (
  seed: number,
  purpose: string,
  destination: string,
  index: number,
  [min, max]: readonly [number, number],
): number => min + Math.floor(draw(seed, purpose, destination, index) * (max - min + 1));
