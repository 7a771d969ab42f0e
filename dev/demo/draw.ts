/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export type Draw = () => number;

export function seededDraw(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several, each as likely as its weight. */
export function pickWeighted<Item extends { weight: number }>(items: readonly Item[], draw: Draw): Item {
  let rest = draw() * items.reduce((sum, { weight }) => sum + weight, 0);
  const picked = items.find(({ weight }) => (rest -= weight) < 0) ?? items[0];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}

export function shuffled<Item>(items: readonly Item[], draw: Draw): Item[] {
  return items
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
