import { WEEKDAYS, type CallingHours, type WeeklyWindows } from './calling-hours.ts';
import { CHANNELS, type Channel } from './channel.ts';
import { parseLocalDay, parseMinutes } from './wall-clock.ts';

export interface HoursProblem {
  /** Where in the hours, for example `weekly.mon[0]` or `channels.sms.mon[0]`. */
  path: string;
  code:
    | 'bad_time'
    | 'bad_date'
    | 'empty_window'
    | 'overlapping_windows'
    | 'unknown_weekday'
    | 'unknown_calendar'
    | 'never_open';
  message: string;
}

export interface HoursChecks {
  /** Channels that are used: each must have a window. All when absent. */
  channels?: readonly Channel[];
  /** The holiday calendars that there are; absent = their names are not looked at. */
  calendars?: readonly string[];
}

/** What is wrong with calling hours, in words; empty = they can be used. */
export function validateCallingHours(hours: CallingHours, checks: HoursChecks = {}): HoursProblem[] {
  const problems = [...checkWeekly(hours.weekly, 'weekly')];
  for (const channel of CHANNELS) {
    const own = hours.channels?.[channel];
    if (own) problems.push(...checkWeekly(own, `channels.${channel}`));
  }
  for (const [index, date] of hours.blackoutDates.entries()) {
    if (parseLocalDay(date) !== undefined) continue;
    problems.push({ path: `blackoutDates[${index}]`, code: 'bad_date', message: `"${date}": write YYYY-MM-DD` });
  }
  for (const [index, name] of (hours.holidays ?? []).entries()) {
    if (checks.calendars === undefined || checks.calendars.includes(name)) continue;
    const known = checks.calendars.join(', ') || 'none';
    const message = `"${name}" is no holiday calendar; there are: ${known}`;
    problems.push({ path: `holidays[${index}]`, code: 'unknown_calendar', message });
  }
  const empty = new Set(
    (checks.channels ?? CHANNELS).flatMap((channel) => {
      const own = hours.channels?.[channel];
      if (hasWindow(own ?? hours.weekly)) return [];
      return [own ? `channels.${channel}` : 'weekly'];
    }),
  );
  for (const path of empty) {
    problems.push({ path, code: 'never_open', message: 'No window: nobody could ever be contacted' });
  }
  return problems;
}

const hasWindow = (weekly: WeeklyWindows): boolean => WEEKDAYS.some((weekday) => (weekly[weekday]?.length ?? 0) > 0);

function checkWeekly(weekly: WeeklyWindows, at: string): HoursProblem[] {
  const problems: HoursProblem[] = [];
  for (const key of Object.keys(weekly)) {
    if (WEEKDAYS.some((weekday) => weekday === key)) continue;
    problems.push({ path: `${at}.${key}`, code: 'unknown_weekday', message: `${key}: use ${WEEKDAYS.join(', ')}` });
  }
  for (const weekday of WEEKDAYS) {
    const seen: { from: number; to: number }[] = [];
    for (const [index, [start, end]] of (weekly[weekday] ?? []).entries()) {
      const path = `${at}.${weekday}[${index}]`;
      const from = parseMinutes(start);
      const to = parseMinutes(end);
      if (from === undefined || from === 1_440 || to === undefined) {
        const which = from === undefined || from === 1_440 ? start : end;
        const message = `"${which}": write HH:MM, from 00:00 to 23:59, an end up to 24:00`;
        problems.push({ path, code: 'bad_time', message });
      } else if (from === to) {
        const message = `${start}-${end} is never open; a whole day is 00:00-24:00`;
        problems.push({ path, code: 'empty_window', message });
      } else {
        const until = from < to ? to : 1_440;
        if (seen.some((other) => from < other.to && other.from < until)) {
          const message = `${start}-${end} overlaps another window of ${weekday}`;
          problems.push({ path, code: 'overlapping_windows', message });
        }
        seen.push({ from, to: until });
      }
    }
  }
  return problems;
}
