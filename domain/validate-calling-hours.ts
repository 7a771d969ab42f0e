import { WEEKDAYS, type CallingHours } from './calling-hours.ts';
import { parseLocalDay, parseMinutes } from './wall-clock.ts';

export interface HoursProblem {
  /** Where in the hours, for example `weekly.mon[0]`. */
  path: string;
  code: 'bad_time' | 'bad_date' | 'empty_window' | 'overlapping_windows' | 'unknown_weekday' | 'never_open';
  message: string;
}

/** What is wrong with calling hours, in words; empty = they can be used. */
export function validateCallingHours(hours: CallingHours): HoursProblem[] {
  const problems: HoursProblem[] = [];
  for (const key of Object.keys(hours.weekly)) {
    if (!WEEKDAYS.some((weekday) => weekday === key)) {
      problems.push({
        path: `weekly.${key}`,
        code: 'unknown_weekday',
        message: `${key}: use ${WEEKDAYS.join(', ')}`,
      });
    }
  }
  let windows = 0;
  for (const weekday of WEEKDAYS) {
    const seen: { from: number; to: number }[] = [];
    for (const [index, [start, end]] of (hours.weekly[weekday] ?? []).entries()) {
      windows++;
      const path = `weekly.${weekday}[${index}]`;
      const from = parseMinutes(start);
      const to = parseMinutes(end);
      if (from === undefined || from === 1_440 || to === undefined) {
        const which = from === undefined || from === 1_440 ? start : end;
        problems.push({
          path,
          code: 'bad_time',
          message: `"${which}": write HH:MM, from 00:00 to 23:59, an end up to 24:00`,
        });
      } else if (from === to) {
        problems.push({
          path,
          code: 'empty_window',
          message: `${start}-${end} is never open; a whole day is 00:00-24:00`,
        });
      } else {
        const until = from < to ? to : 1_440;
        if (seen.some((other) => from < other.to && other.from < until)) {
          problems.push({
            path,
            code: 'overlapping_windows',
            message: `${start}-${end} overlaps another window of ${weekday}`,
          });
        }
        seen.push({ from, to: until });
      }
    }
  }
  for (const [index, date] of hours.blackoutDates.entries()) {
    if (parseLocalDay(date) === undefined) {
      problems.push({
        path: `blackoutDates[${index}]`,
        code: 'bad_date',
        message: `"${date}": write YYYY-MM-DD`,
      });
    }
  }
  if (windows === 0)
    problems.push({
      path: 'weekly',
      code: 'never_open',
      message: 'No window: nobody could ever be called',
    });
  return problems;
}
