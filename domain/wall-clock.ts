import { WEEKDAYS, type CallingHours } from './calling-hours.ts';
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
 * Compiles calling hours. A window across midnight belongs to the weekday on which it starts; a blackout date or
 * holiday takes out every minute of that local date, also those of a window that began the day before.
 * Throws RangeError for a time or date that cannot be read (validateCallingHours says which, in words).
 */
export function openMinutesOf(hours: CallingHours): OpenMinutes {
  const spans: MinuteSpan[][] = WEEKDAYS.map(() => []);
  for (const [index, weekday] of WEEKDAYS.entries()) {
    for (const [start, end] of hours.weekly[weekday] ?? []) {
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
  const merged = spans.map(mergeSpans);
  const blackout = new Set<number>();
  for (const date of hours.blackoutDates) {
    const day = parseLocalDay(date);
    if (day === undefined) throw new RangeError(`no date: ${date}`);
    blackout.add(day);
  }
  return (localDay) => {
    if (blackout.has(localDay) || (hours.skipFederalHolidays && isFederalHoliday(localDay))) return [];
    // Day 0 was a Thursday; index 0 is Monday.
    return merged[(((localDay + 3) % 7) + 7) % 7] ?? [];
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
