import type { CallingHours } from './calling-hours.ts';
import type { Channel } from './channel.ts';
import type { AppliedLaw } from './law/law-of.ts';
import { append, intersect, openStretches, type Stretch } from './open-stretches.ts';
import { copyHours, sameHours } from './same-hours.ts';
import { intersectSpans, openMinutesOf, type OpenMinutes } from './wall-clock.ts';
import type { ZoneTable } from './zone-table.ts';

const DAY_MS = 86_400_000;
/** What is computed at first; most answers lie in the next few days. */
const FIRST_SPAN_MS = 10 * DAY_MS;
/** Computed stretches are begun anew when the question has moved this far, so that a process of months keeps little. */
const MAX_SPAN_MS = 150 * DAY_MS;
/** Computed at once before what is known: who looks back asks for one day after the other. */
const BACK_SPAN_MS = 8 * DAY_MS;
const MAX_CACHED_SETS = 4_000;
const MAX_CACHED_HOURS = 64;
const MAX_CACHED_LAWS = 500;

type IsHoliday = (calendar: string, localDay: number) => boolean;

export interface WindowQuery {
  /** Every zone that the person may be in; the window must hold in all of them. */
  zones: readonly string[];
  hours: CallingHours;
  /** Whose windows of `hours.channels` hold; absent = the weekly ones. */
  channel?: Channel;
  /** Rules that must leave the window open too. */
  law?: AppliedLaw;
  /** For the calendars that the hours name. */
  isHoliday?: IsHoliday;
  /** Taken off the end of every stretch: provider queue and ringing. */
  marginMs: number;
  table: ZoneTable;
}

/** Stretches open in every zone of a set, over a span of time that grows as it is asked for. */
interface CommonStretches {
  fromMs: number;
  toMs: number;
  stretches: Stretch[];
}

interface HoursCache {
  open: OpenMinutes;
  bySet: Map<string, CommonStretches>;
  /** The same hours under rules of law, by the key of these. */
  byLaw: Map<string, { law: AppliedLaw; cache: HoursCache }>;
}

/** What is known under one table of zones and, where the hours name calendars, one book of holidays. */
interface BookCache {
  byContent: Map<string, HoursCache>;
  /** Finds it again without writing the hours as a text: that takes longer than the whole rest of an answer. */
  byObject: WeakMap<CallingHours, { copy: CallingHours; byChannel: Map<string, HoursCache> }>;
}

const newBook = (): BookCache => ({ byContent: new Map(), byObject: new WeakMap() });
const caches = new WeakMap<ZoneTable, { plain: BookCache; byHolidays: WeakMap<IsHoliday, BookCache> }>();

function bookCache({ table, hours, isHoliday }: WindowQuery): BookCache {
  let ofTable = caches.get(table);
  if (!ofTable) caches.set(table, (ofTable = { plain: newBook(), byHolidays: new WeakMap() }));
  if (!isHoliday || !hours.holidays || hours.holidays.length === 0) return ofTable.plain;
  let known = ofTable.byHolidays.get(isHoliday);
  if (!known) ofTable.byHolidays.set(isHoliday, (known = newBook()));
  return known;
}

function hoursCache(query: WindowQuery): HoursCache {
  const { hours, channel, law, isHoliday } = query;
  const known = bookCache(query);
  const windows = channel !== undefined && hours.channels?.[channel] ? channel : '';
  // By content: a caller may hand in a fresh object each time, or change the one it has.
  let seen = known.byObject.get(hours);
  if (!seen || !sameHours(seen.copy, hours)) {
    known.byObject.set(hours, (seen = { copy: copyHours(hours), byChannel: new Map() }));
  }
  let cache = seen.byChannel.get(windows);
  if (!cache) {
    const key = `${windows}|${JSON.stringify(hours)}`;
    cache = known.byContent.get(key);
    if (!cache) {
      if (known.byContent.size >= MAX_CACHED_HOURS) known.byContent.clear();
      // Of the copy: what is computed from it later must not follow the caller's object.
      cache = cacheOf(openMinutesOf(seen.copy, channel, isHoliday));
      known.byContent.set(key, cache);
    }
    seen.byChannel.set(windows, cache);
  }
  return law?.open ? underLaw(cache, law, law.open) : cache;
}

const cacheOf = (open: OpenMinutes): HoursCache => ({ open, bySet: new Map(), byLaw: new Map() });

function underLaw(plain: HoursCache, law: AppliedLaw, allowed: OpenMinutes): HoursCache {
  let known = plain.byLaw.get(law.key);
  // Another object under the same key is another book: the rules were replaced.
  if (!known || known.law !== law) {
    if (plain.byLaw.size >= MAX_CACHED_LAWS) plain.byLaw.clear();
    known = { law, cache: cacheOf((localDay) => intersectSpans(plain.open(localDay), allowed(localDay))) };
    plain.byLaw.set(law.key, known);
  }
  return known.cache;
}

/** The common stretches, computed at least over [fromMs, toMs]. */
function commonStretches(query: WindowQuery, fromMs: number, toMs: number): readonly Stretch[] {
  const { zones } = query;
  if (zones.length === 0) throw new RangeError('no zone: a window cannot be decided');
  const cache = hoursCache(query);
  const key = zones.length === 1 ? (zones[0] ?? '') : [...new Set(zones)].sort().join(',');
  let common = cache.bySet.get(key);
  // Far from what was computed (a jump of the clock, an old question): begin anew instead of filling the years between.
  if (!common || !isNear(common, fromMs)) {
    const startMs = Math.floor(fromMs / DAY_MS) * DAY_MS - 2 * DAY_MS;
    common = { fromMs: startMs, toMs: startMs, stretches: [] };
    if (cache.bySet.size >= MAX_CACHED_SETS) cache.bySet.clear();
    cache.bySet.set(key, common);
  }
  if (fromMs < common.fromMs) {
    const startMs = Math.floor(fromMs / DAY_MS) * DAY_MS - BACK_SPAN_MS;
    const stretches = computed(query, cache, startMs, common.fromMs);
    for (const stretch of common.stretches) append(stretches, stretch.fromMs, stretch.toMs);
    common.fromMs = startMs;
    common.stretches = stretches;
  }
  if (common.toMs < toMs) {
    const untilMs = Math.ceil(toMs / DAY_MS) * DAY_MS;
    for (const stretch of computed(query, cache, common.toMs, untilMs)) {
      append(common.stretches, stretch.fromMs, stretch.toMs);
    }
    common.toMs = untilMs;
  }
  return common.stretches;
}

/** Whether it takes less to add to what is known than to begin anew. */
const isNear = (known: CommonStretches, fromMs: number): boolean =>
  fromMs < known.fromMs
    ? known.toMs - fromMs <= MAX_SPAN_MS
    : fromMs <= Math.min(known.toMs + FIRST_SPAN_MS, known.fromMs + MAX_SPAN_MS);

/** Open in every zone, inside [fromMs, toMs). */
function computed({ zones, table }: WindowQuery, { open }: HoursCache, fromMs: number, toMs: number): Stretch[] {
  const first = zones[0] ?? '';
  let common = openStretches(table, first, open, fromMs, toMs);
  for (const zone of new Set(zones)) {
    if (zone !== first) common = intersect(common, openStretches(table, zone, open, fromMs, toMs));
  }
  return common;
}

/** Index of the first stretch that ends after the instant. */
function firstEndingAfter(stretches: readonly Stretch[], instantMs: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.toMs ?? Infinity) > instantMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The next span of time in which this person may be contacted. `opensAtMs` is the earliest whole second from `fromMs`
 * on such that it and it + marginMs lie in one open stretch of every zone; every instant of [opensAtMs, closesAtMs)
 * is allowed. A window is open exactly when a clock on the wall there shows a time inside it. Null when nothing opens
 * within `horizonDays` (400). A stretch without an end is cut there.
 * Throws RangeError for no zone, an unknown zone, or hours that validateCallingHours would refuse.
 */
export function nextOpenStretch(
  query: WindowQuery & { fromMs: number; horizonDays?: number },
): { opensAtMs: number; closesAtMs: number } | null {
  const { fromMs, marginMs } = query;
  const latestMs = fromMs + (query.horizonDays ?? 400) * DAY_MS;
  const endMs = latestMs + marginMs + 1_000;
  for (let spanMs = FIRST_SPAN_MS; ; spanMs *= 8) {
    const untilMs = Math.min(endMs, fromMs + marginMs + spanMs);
    const stretches = commonStretches(query, fromMs, untilMs);
    for (let i = firstEndingAfter(stretches, fromMs + marginMs); ; i++) {
      const stretch = stretches[i];
      // One that reaches the end of what was computed may go on: ask further before answering.
      if (!stretch || (stretch.toMs >= untilMs && untilMs < endMs)) break;
      const opensAtMs = Math.ceil(Math.max(stretch.fromMs, fromMs) / 1_000) * 1_000;
      if (opensAtMs > latestMs) return null;
      const closesAtMs = Math.min(stretch.toMs, endMs) - marginMs;
      if (opensAtMs < closesAtMs) return { opensAtMs, closesAtMs };
    }
    if (untilMs >= endMs) return null;
  }
}

/** Whether this very instant, and marginMs later, lie in one open stretch of every zone. Throws as nextOpenStretch. */
export function isOpenAt(query: WindowQuery & { atMs: number }): boolean {
  const { atMs, marginMs } = query;
  const stretches = commonStretches(query, atMs, atMs + marginMs + DAY_MS);
  const stretch = stretches[firstEndingAfter(stretches, atMs + marginMs)];
  return stretch !== undefined && stretch.fromMs <= atMs;
}

/** The zones that keep the window shut at this instant; empty = open in each. Throws as nextOpenStretch. */
export function closedZonesAt(query: WindowQuery & { atMs: number }): string[] {
  return query.zones.filter((zone) => !isOpenAt({ ...query, zones: [zone] }));
}
