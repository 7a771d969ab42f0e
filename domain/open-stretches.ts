import type { OpenMinutes } from './wall-clock.ts';
import type { ZoneTable } from './zone-table.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A span of real time in which a window is open throughout, half-open, in epoch milliseconds. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/**
 * Every open stretch of one zone inside [fromMs, toMs). Between two changes of the offset the wall clock and real
 * time run alike, so the open minutes of each local date shift by the offset and are cut to that span: a gap adds
 * nothing, and each pass of a fold counts by what the clock shows. Throws RangeError for an unknown zone.
 */
export function openStretches(
  table: ZoneTable,
  zone: string,
  open: OpenMinutes,
  fromMs: number,
  toMs: number,
): Stretch[] {
  const result: Stretch[] = [];
  for (let spanFromMs = fromMs; spanFromMs < toMs;) {
    const offsetMs = Math.round(table.offsetMinutesAt(zone, spanFromMs) * MINUTE_MS);
    const spanToMs = Math.min(toMs, table.nextChangeMs(zone, spanFromMs));
    const lastDay = Math.floor((spanToMs + offsetMs) / DAY_MS);
    for (let day = Math.floor((spanFromMs + offsetMs) / DAY_MS); day <= lastDay; day++) {
      for (const minutes of open(day)) {
        const stretchFromMs = Math.max(spanFromMs, day * DAY_MS + minutes.from * MINUTE_MS - offsetMs);
        const stretchToMs = Math.min(spanToMs, day * DAY_MS + minutes.to * MINUTE_MS - offsetMs);
        if (stretchFromMs < stretchToMs) append(result, stretchFromMs, stretchToMs);
      }
    }
    spanFromMs = spanToMs;
  }
  return result;
}

/** Adds a stretch at the end; one that touches the last becomes one with it. */
export function append(stretches: Stretch[], fromMs: number, toMs: number): void {
  const previous = stretches.at(-1);
  if (previous && fromMs <= previous.toMs) previous.toMs = Math.max(previous.toMs, toMs);
  else stretches.push({ fromMs, toMs });
}

/** What two ascending lists have in common. */
export function intersect(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (let i = 0, j = 0; ;) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return result;
    const fromMs = Math.max(left.fromMs, right.fromMs);
    const toMs = Math.min(left.toMs, right.toMs);
    if (fromMs < toMs) result.push({ fromMs, toMs });
    if (left.toMs < right.toMs) i++;
    else j++;
  }
}
