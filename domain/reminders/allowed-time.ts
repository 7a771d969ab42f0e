import { firstInstantOfWall, wallOf } from '../wall-instants.ts';
import { isOpenAt, nextOpenStretch, type WindowQuery } from '../window.ts';
import type { MoveReason } from './planned-reminder.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS_BACK = 14;
/** A message that was to go out later than a window lets it leaves so long before the end: the last second is easily missed. */
const ROOM_MS = 10 * 60_000;

export interface AllowedTimeQuery {
  /** Its first zone tells the date. */
  window: WindowQuery;
  intendedMs: number;
  /** Not at or after; what must fit before an end is taken off already. */
  lastMs: number;
  nowMs: number;
  /** `forward`: never before its time, but on any later day before `lastMs`. */
  direction: 'back' | 'forward';
}

/** Half-open. */
interface Moments {
  fromMs: number;
  toMs: number;
}

/**
 * The allowed moment of a step; null = none. It is the intended one where that is allowed. Else, of a step that looks
 * back: the nearest one of the same local date (the earlier of two, and none that is over while others are to come);
 * where the whole date is closed, the same time of day on the last open date before it, clamped to its hours; where it
 * is open only too late, the nearest moment of the last date before it. The answer may be over already.
 */
export function allowedTime(query: AllowedTimeQuery): { atMs: number; reason: MoveReason | null } | null {
  const { window, intendedMs, lastMs, nowMs } = query;
  if (intendedMs < lastMs && isOpenAt({ ...window, atMs: wholeSecond(intendedMs) })) {
    return { atMs: intendedMs, reason: null };
  }
  if (query.direction === 'forward') {
    const atMs = firstAllowed(window, intendedMs, lastMs);
    return atMs === null ? null : { atMs, reason: movedBy(window, intendedMs) };
  }
  const zone = firstZone(window);
  const wallMs = wallOf(window.table, zone, intendedMs);
  const day = Math.floor(wallMs / DAY_MS);
  const reason = movedBy(window, intendedMs);
  for (let back = 0; back <= MAX_DAYS_BACK; back++) {
    const moments = momentsOfDay(window, zone, day - back, lastMs);
    if (moments.length === 0) continue;
    if (reason === 'closed_day') {
      return { atMs: nearest(moments, firstInstantOfWall(window.table, zone, wallMs - back * DAY_MS)), reason };
    }
    // Of what is over nothing can be had; what is behind its own time is never cut, so that a later plan says the same.
    const toCome = clip(moments, Math.min(nowMs, intendedMs), lastMs);
    return { atMs: nearest(toCome.length > 0 ? toCome : moments, intendedMs), reason };
  }
  return null;
}

/** The allowed moments next to the intended one on both sides, never in the past; null = none within reach. */
export function nearestAllowed(query: AllowedTimeQuery): { beforeMs: number | null; afterMs: number | null } {
  const { window, intendedMs, lastMs, nowMs } = query;
  return { beforeMs: lastBefore(query), afterMs: firstAllowed(window, Math.max(intendedMs, nowMs), lastMs) };
}

function lastBefore({ window, intendedMs, lastMs, nowMs }: AllowedTimeQuery): number | null {
  const endMs = Math.min(intendedMs, lastMs);
  const zone = firstZone(window);
  const day = Math.floor(wallOf(window.table, zone, endMs) / DAY_MS);
  for (let back = 0; back <= MAX_DAYS_BACK; back++) {
    if (firstInstantOfWall(window.table, zone, (day - back + 1) * DAY_MS) <= nowMs) return null;
    const moments = clip(momentsOfDay(window, zone, day - back, endMs), nowMs, endMs);
    if (moments.length > 0) return nearest(moments, endMs);
  }
  return null;
}

function firstAllowed(window: WindowQuery, fromMs: number, lastMs: number): number | null {
  if (fromMs >= lastMs) return null;
  const next = nextOpenStretch({ ...window, fromMs: wholeSecond(fromMs), horizonDays: (lastMs - fromMs) / DAY_MS + 1 });
  if (!next) return null;
  const atMs = Math.max(next.opensAtMs, fromMs);
  return atMs < lastMs ? atMs : null;
}

/** Whether the whole local date is closed, or only this time of it. */
function movedBy(window: WindowQuery, atMs: number): MoveReason {
  const zone = firstZone(window);
  const day = Math.floor(wallOf(window.table, zone, atMs) / DAY_MS);
  return momentsOfDay(window, zone, day, Infinity).length > 0 ? 'outside_hours' : 'closed_day';
}

/** The open stretches of a local date, up to `lastMs`. */
function momentsOfDay(window: WindowQuery, zone: string, day: number, lastMs: number): Moments[] {
  const fromMs = firstInstantOfWall(window.table, zone, day * DAY_MS);
  const toMs = Math.min(firstInstantOfWall(window.table, zone, (day + 1) * DAY_MS), lastMs);
  const found: Moments[] = [];
  for (let atMs = fromMs; atMs < toMs;) {
    const next = nextOpenStretch({ ...window, fromMs: atMs, horizonDays: (toMs - atMs) / DAY_MS });
    if (!next || next.opensAtMs >= toMs) break;
    found.push({ fromMs: next.opensAtMs, toMs: Math.min(next.closesAtMs, toMs) });
    atMs = next.closesAtMs;
  }
  return found;
}

const clip = (moments: readonly Moments[], fromMs: number, toMs: number): Moments[] =>
  moments
    .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }))
    .filter((span) => span.fromMs < span.toMs);

/** The moment next to a wanted one, the earlier of two. There is at least one stretch. */
function nearest(moments: readonly Moments[], wantedMs: number): number {
  const candidates = moments.map(({ fromMs, toMs }) => {
    if (wantedMs < fromMs) return fromMs;
    return wantedMs < toMs ? wantedMs : Math.max(fromMs, toMs - ROOM_MS);
  });
  return candidates.reduce((best, atMs) => (Math.abs(atMs - wantedMs) < Math.abs(best - wantedMs) ? atMs : best));
}

/** Windows open and close on whole seconds. */
const wholeSecond = (atMs: number): number => Math.floor(atMs / 1000) * 1000;

const firstZone = ({ zones }: WindowQuery): string => zones[0] ?? '';
