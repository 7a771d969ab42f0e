/** Whole sends per second count in one second; slower paces are one send per longer window. */
export function paceLimit(pacePerSecond: number): { maxCount: number; windowMs: number } {
  if (Number.isInteger(pacePerSecond)) return { maxCount: pacePerSecond, windowMs: 1_000 };
  if (pacePerSecond < 1) return { maxCount: 1, windowMs: Math.ceil(1_000 / pacePerSecond) };
  // Rounded down, never up: 2.55 a second becomes 25 in ten seconds.
  return { maxCount: Math.floor(pacePerSecond * 10), windowMs: 10_000 };
}
