import type { LawCap } from './law/law-rule.ts';

const HOUR_MS = 3_600_000;

/** A cap that is used up, and from when on it no longer is. */
export interface CapInTheWay {
  cap: LawCap;
  /** How many attempts count in its hours now. */
  counted: number;
  /** The first whole millisecond at which this cap lets one more attempt through; Infinity for a cap of 0. */
  freeAtMs: number;
}

/**
 * Every cap that is used up at `nowMs`, the one that stays longest first. `gatedAtMs`: when the person's attempts that
 * count passed the gate, in any order. An attempt counts while it is younger than the cap's hours: the gate's own
 * statement (engine/dialing/caps.ts) says the same in SQL.
 */
export function capsInTheWay(caps: readonly LawCap[], gatedAtMs: readonly number[], nowMs: number): CapInTheWay[] {
  const newestFirst = [...gatedAtMs].sort((a, b) => b - a);
  return caps
    .flatMap((cap) => {
      const spanMs = cap.hours * HOUR_MS;
      const counted = newestFirst.filter((atMs) => atMs > nowMs - spanMs).length;
      if (counted < cap.count) return [];
      // With this one out of the way, one fewer than the cap allows is left.
      const leaving = newestFirst[cap.count - 1];
      return [{ cap, counted, freeAtMs: leaving === undefined ? Infinity : Math.ceil(leaving + spanMs) }];
    })
    .sort((a, b) => b.freeAtMs - a.freeAtMs);
}

/**
 * When all caps let one more attempt through, if nothing else is sent until then, and the cap that stays longest; null =
 * they do now.
 */
export function capsFreeAt(
  caps: readonly LawCap[],
  gatedAtMs: readonly number[],
  nowMs: number,
): { freeAtMs: number; cap: LawCap } | null {
  const last = capsInTheWay(caps, gatedAtMs, nowMs)[0];
  return last === undefined ? null : { freeAtMs: last.freeAtMs, cap: last.cap };
}
