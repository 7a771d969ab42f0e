/** Texts without a pace go as fast as a provider takes them; this is a cautious figure for a forecast, not a limit. */
const TEXTS_PER_SECOND = 20;

/** How long so many dials take: the slower of pace and slots decides. `atATime` null = they need no slot. */
export function dialSeconds(input: {
  count: number;
  pacePerSecond: number | null;
  atATime: number | null;
  secondsEach: number;
}): number {
  if (input.count === 0) return 0;
  const bySlots = input.atATime === null ? TEXTS_PER_SECOND : input.atATime / Math.max(input.secondsEach, 1);
  const perSecond = Math.min(input.pacePerSecond ?? Infinity, bySlots);
  // The last ones still have to be talked to.
  return input.count / perSecond + (input.atATime === null ? 0 : input.secondsEach);
}
