import { WEEKDAYS, type CallingHours, type WeeklyWindows } from './calling-hours.ts';
import type { Channel } from './channel.ts';
import { isFederalHoliday } from './federal-holidays.ts';

const DAY_MINUTES = 1_440;

/** Minutes of a local day, half-open. */
export interface MinuteSpan {
  from: number;
  to: number;
}

/** Calling hours as a calendar answers them: which minutes of a local date are open. Knows no zone. */
export type OpenMinutes = (localDay: number) => readonly MinuteSpan[];

/** "HH:MM" -> minutes since midnight, 24:00 included; undefined when it is no such time. */
export function parseMinutes(text: string): number | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= DAY_MINUTES ? minutes : undefined;
}

/** "YYYY-MM-DD" -> days since 1 January 1970; undefined when there is no such date. */
export function parseLocalDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return undefined;
  return ms / 86_400_000;
}

/**
 * Weekly windows as minutes of each weekday, Monday first. One across midnight belongs to the weekday on which it
 * starts. Throws RangeError for a time that cannot be read.
 */
export function weeklySpans(weekly: WeeklyWindows): readonly (readonly MinuteSpan[])[] {
  const spans: MinuteSpan[][] = WEEKDAYS.map(() => []);
  for (const [index, weekday] of WEEKDAYS.entries()) {
    for (const [start, end] of weekly[weekday] ?? []) {
      const from = parseMinutes(start);
      const to = parseMinutes(end);
      if (from === undefined || to === undefined || from === to) throw new RangeError(`no window: ${start}-${end}`);
      if (from < to) {
        spans[index]?.push({ from, to });
      } else {
        spans[index]?.push({ from, to: DAY_MINUTES });
        spans[(index + 1) % 7]?.push({ from: 0, to });
      }
    }
  }
  return spans.map(mergeSpans);
}

/** The place of a local date in its week: 0 = Monday. 1 January 1970 was a Thursday. */
export const weekdayIndex = (localDay: number): number => (((localDay + 3) % 7) + 7) % 7;

/** What two ascending lists of spans have in common. */
export function intersectSpans(a: readonly MinuteSpan[], b: readonly MinuteSpan[]): MinuteSpan[] {
  return a.flatMap((left) =>
    b.flatMap((right) => {
      const from = Math.max(left.from, right.from);
      const to = Math.min(left.to, right.to);
      return from < to ? [{ from, to }] : [];
    }),
  );
}

/**
 * Compiles calling hours for one channel. A blackout date or holiday takes out every minute of that local date, also
 * those of a window that began the day before. `isHoliday` answers for the calendars that the hours name.
 * Throws RangeError for a time or date that cannot be read (validateCallingHours says which, in words).
 */
export function openMinutesOf(
  hours: CallingHours,
  channel?: Channel,
  isHoliday?: (calendar: string, localDay: number) => boolean,
): OpenMinutes {
  const spans = weeklySpans((channel && hours.channels?.[channel]) ?? hours.weekly);
  const blackout = new Set<number>();
  for (const date of hours.blackoutDates) {
    const day = parseLocalDay(date);
    if (day === undefined) throw new RangeError(`no date: ${date}`);
    blackout.add(day);
  }
  const calendars = hours.holidays ?? [];
  if (calendars.length > 0 && !isHoliday) throw new RangeError('holiday calendars are named, and none are known');
  return (localDay) => {
    if (blackout.has(localDay) || (hours.skipFederalHolidays && isFederalHoliday(localDay))) return [];
    if (calendars.some((calendar) => isHoliday?.(calendar, localDay))) return [];
    return spans[weekdayIndex(localDay)] ?? [];
  };
}

function mergeSpans(spans: readonly MinuteSpan[]): MinuteSpan[] {
  const result: MinuteSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from >= span.to) continue;
    const previous = result.at(-1);
    if (previous && span.from <= previous.to) previous.to = Math.max(previous.to, span.to);
    else result.push({ ...span });
  }
  return result;
}
