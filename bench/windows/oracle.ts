import type { ZoneTable } from '../../domain/zone-table.ts';

/*
 * The rule for calling windows, written a second time in another way, to disagree with domain/window.ts. The two share
 * nothing but the offsets: here is no arithmetic with stretches, only a week painted minute by minute and a clock on a
 * wall that is read every minute. Slow on purpose.
 */

export interface OracleCase {
  zones: readonly string[];
  /** mon..sun -> ["HH:MM", "HH:MM"] */
  windows: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  blackoutDates: readonly string[];
  marginSeconds: number;
  instantMs: number;
}

export interface OracleAnswer {
  allowed: boolean;
  reason: string | null;
  nextOpenMs: number | null;
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** A Monday, from which weeks are counted. */
const MONDAY_MINUTES = Date.parse('2018-01-01T00:00Z') / 60_000;

const shown = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The week from Monday 00:00 on: 1 for each minute that a clock can show inside a window. */
function paintWeek(windows: OracleCase['windows']): Uint8Array {
  const week = new Uint8Array(WEEK_MINUTES);
  for (const [name, list] of Object.entries(windows)) {
    for (const [start, end] of list) {
      if (start === end) continue;
      const until = shown(end) % DAY_MINUTES;
      let minute = DAY_NAMES.indexOf(name) * DAY_MINUTES + shown(start);
      // The hands go round from the start until they show the end, whatever day it is by then.
      do {
        week[minute % WEEK_MINUTES] = 1;
        minute++;
      } while (minute % DAY_MINUTES !== until);
    }
  }
  return week;
}

/** Minutes between UTC and the clock. Read once for an hour at both ends of which it is the same, else every minute. */
function offsetReader(zone: string, table: ZoneTable) {
  const read = (minute: number): number => {
    const offset = table.offsetMinutesAt(zone, minute * 60_000);
    if (!Number.isInteger(offset))
      throw new RangeError(`${zone} is not on whole minutes then: no case for this oracle`);
    return offset;
  };
  let hour = NaN;
  let first = 0;
  let same = false;
  return (minute: number): number => {
    if (Math.floor(minute / 60) !== hour) {
      hour = Math.floor(minute / 60);
      first = read(hour * 60);
      same = first === read(hour * 60 + 59);
    }
    return same ? first : read(minute);
  };
}

/** Reads a clock on a wall in that zone: is what it shows in this minute (since 1970, UTC) inside a window? */
function clockReader(zone: string, week: Uint8Array, dates: ReadonlySet<string>, table: ZoneTable) {
  const offsetAt = offsetReader(zone, table);
  let day = NaN;
  let isOut = false;
  return (minute: number): boolean => {
    const local = minute + offsetAt(minute);
    if (dates.size > 0 && day !== Math.floor(local / DAY_MINUTES)) {
      day = Math.floor(local / DAY_MINUTES);
      isOut = dates.has(new Date(local * 60_000).toISOString().slice(0, 10));
    }
    if (isOut) return false;
    const minuteOfWeek = (local - MONDAY_MINUTES) % WEEK_MINUTES;
    return week[minuteOfWeek < 0 ? minuteOfWeek + WEEK_MINUTES : minuteOfWeek] === 1;
  };
}

/** Every minute that [fromMs, toMs] touches. */
function everyMinute(fromMs: number, toMs: number, isOpen: (minute: number) => boolean): boolean {
  for (let minute = Math.floor(fromMs / 60_000); minute <= Math.floor(toMs / 60_000); minute++) {
    if (!isOpen(minute)) return false;
  }
  return true;
}

/** Answers as `npm run decide` should, for times at which offsets and their changes are whole minutes (from 1972 on). */
export function askOracle(asked: OracleCase, table: ZoneTable): OracleAnswer {
  const { zones, instantMs } = asked;
  if (zones.length === 0 || zones.some((zone) => !table.has(zone))) {
    return { allowed: false, reason: 'unknown_zone', nextOpenMs: null };
  }
  const week = paintWeek(asked.windows);
  const dates = new Set(asked.blackoutDates);
  const clocks = zones.map((zone) => clockReader(zone, week, dates, table));
  const marginMs = asked.marginSeconds * 1_000;
  const closed = zones.filter((_, i) => !everyMinute(instantMs, instantMs + marginMs, clocks[i] ?? (() => false)));
  return {
    allowed: closed.length === 0,
    reason: closed.length === 0 ? null : `closed:${closed.join(',')}`,
    nextOpenMs: walk(instantMs, marginMs, (minute) => clocks.every((isOpen) => isOpen(minute))),
  };
}

/** Goes on minute by minute until some second has been followed by the margin without a closed minute. */
function walk(instantMs: number, marginMs: number, isOpen: (minute: number) => boolean): number | null {
  const firstMs = Math.ceil(instantMs / 1_000) * 1_000;
  const lastMs = instantMs + 400 * 86_400_000;
  let sinceMs: number | undefined;
  for (let minute = Math.floor(firstMs / 60_000); ; minute++) {
    if (isOpen(minute)) sinceMs ??= Math.max(firstMs, minute * 60_000);
    else sinceMs = undefined;
    if ((sinceMs ?? minute * 60_000) > lastMs) return null;
    if (sinceMs !== undefined && sinceMs + marginMs < (minute + 1) * 60_000) return sinceMs;
  }
}
