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

export interface AllowedTime {
  atMs: number;
  reason: MoveReason | null;
}

/** The allowed moments next to the intended one on both sides, never in the past; null = none within reach. */
export interface NearestAllowed {
  beforeMs: number | null;
  afterMs: number | null;
}

/** Half-open. */
interface Moments {
  fromMs: number;
  toMs: number;
}

/** A calendar on the person's wall. */
interface Calendar {
  wallOf: (atMs: number) => number;
  dayOf: (atMs: number) => number;
  instantOf: (wallMs: number) => number;
  /** The open moments of a local date. */
  momentsOf: (day: number) => readonly Moments[];
}

/**
 * The allowed moment of a step; null = none. It is the intended one where that is allowed. Else, of a step that looks
 * back: the nearest one of the same local date (the earlier of two, and none that is over while others are to come);
 * where the whole date is closed, the same time of day on the last open date before it, clamped to its hours; where it
 * is open only too late, the nearest moment of the last date before it. The answer may be over already.
 */
export function allowedTime(query: AllowedTimeQuery, calendar: Calendar): AllowedTime | null {
  const { window, intendedMs, lastMs, nowMs } = query;
  if (intendedMs < lastMs && isOpenAt({ ...window, atMs: wholeSecond(intendedMs) })) {
    return { atMs: intendedMs, reason: null };
  }
  const day = calendar.dayOf(intendedMs);
  const reason = calendar.momentsOf(day).length > 0 ? 'outside_hours' : 'closed_day';
  if (query.direction === 'forward') {
    const atMs = firstAllowed(window, intendedMs, lastMs);
    return atMs === null ? null : { atMs, reason };
  }
  for (let back = 0; back <= MAX_DAYS_BACK; back++) {
    const moments = clip(calendar.momentsOf(day - back), -Infinity, lastMs);
    if (moments.length === 0) continue;
    if (reason === 'closed_day') {
      const sameTimeMs = calendar.instantOf(calendar.wallOf(intendedMs) - back * DAY_MS);
      return { atMs: nearest(moments, sameTimeMs), reason };
    }
    // Of what is over nothing can be had; what is behind its own time is never cut, so that a later plan says the same.
    const toCome = clip(moments, Math.min(nowMs, intendedMs), lastMs);
    return { atMs: nearest(toCome.length > 0 ? toCome : moments, intendedMs), reason };
  }
  return null;
}

export function nearestAllowed(query: AllowedTimeQuery, calendar: Calendar): NearestAllowed {
  const { window, intendedMs, lastMs, nowMs } = query;
  return {
    beforeMs: lastBefore(query, calendar),
    afterMs: firstAllowed(window, Math.max(intendedMs, nowMs), lastMs),
  };
}

function lastBefore({ intendedMs, lastMs, nowMs }: AllowedTimeQuery, calendar: Calendar): number | null {
  const endMs = Math.min(intendedMs, lastMs);
  if (endMs <= nowMs) return null;
  const day = calendar.dayOf(endMs);
  const firstDay = Math.max(calendar.dayOf(nowMs), day - MAX_DAYS_BACK);
  for (let before = day; before >= firstDay; before--) {
    const moments = clip(calendar.momentsOf(before), nowMs, endMs);
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

/** Keeps the dates that it was asked for: one step asks of the same ones again. */
export function calendarOf(window: WindowQuery): Calendar {
  const { table } = window;
  const [zone = ''] = window.zones;
  const known = new Map<number, readonly Moments[]>();
  const instantOf = (wallMs: number): number => firstInstantOfWall(table, zone, wallMs);
  return {
    wallOf: (atMs) => wallOf(table, zone, atMs),
    dayOf: (atMs) => Math.floor(wallOf(table, zone, atMs) / DAY_MS),
    instantOf,
    momentsOf: (day) => {
      let moments = known.get(day);
      if (!moments) {
        known.set(day, (moments = openBetween(window, instantOf(day * DAY_MS), instantOf((day + 1) * DAY_MS))));
      }
      return moments;
    },
  };
}

function openBetween(window: WindowQuery, fromMs: number, toMs: number): Moments[] {
  const found: Moments[] = [];
  const query = { ...window, fromMs, horizonDays: 0 };
  while (query.fromMs < toMs) {
    query.horizonDays = (toMs - query.fromMs) / DAY_MS;
    const next = nextOpenStretch(query);
    if (!next || next.opensAtMs >= toMs) break;
    found.push({ fromMs: next.opensAtMs, toMs: Math.min(next.closesAtMs, toMs) });
    query.fromMs = next.closesAtMs;
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
