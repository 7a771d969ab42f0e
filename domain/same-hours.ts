import { WEEKDAYS, type CallingHours, type WeeklyWindows } from './calling-hours.ts';
import { CHANNELS } from './channel.ts';

/** A copy that shares nothing with the original. */
export function copyHours(hours: CallingHours): CallingHours {
  const { channels, holidays } = hours;
  return {
    weekly: copyWeekly(hours.weekly),
    ...(channels && {
      channels: {
        ...(channels.call && { call: copyWeekly(channels.call) }),
        ...(channels.sms && { sms: copyWeekly(channels.sms) }),
      },
    }),
    blackoutDates: [...hours.blackoutDates],
    ...(holidays && { holidays: [...holidays] }),
    skipFederalHolidays: hours.skipFederalHolidays,
  };
}

function copyWeekly(weekly: WeeklyWindows): WeeklyWindows {
  const copy: WeeklyWindows = {};
  for (const weekday of WEEKDAYS) {
    const windows = weekly[weekday];
    if (windows) copy[weekday] = windows.map(([start, end]) => [start, end]);
  }
  return copy;
}

/** Whether two calling hours say the same in the same words and order. */
export function sameHours(a: CallingHours, b: CallingHours): boolean {
  if (a.skipFederalHolidays !== b.skipFederalHolidays) return false;
  if (!sameTexts(a.blackoutDates, b.blackoutDates) || !sameTexts(a.holidays, b.holidays)) return false;
  for (const channel of CHANNELS) if (!sameWeekly(a.channels?.[channel], b.channels?.[channel])) return false;
  return sameWeekly(a.weekly, b.weekly);
}

function sameTexts(a: readonly string[] = [], b: readonly string[] = []): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameWeekly(a: WeeklyWindows | undefined, b: WeeklyWindows | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  for (const weekday of WEEKDAYS) {
    const left = a[weekday];
    const right = b[weekday];
    if (left?.length !== right?.length) return false;
    if (!left || !right) continue;
    for (let i = 0; i < left.length; i++) {
      if (left[i]?.[0] !== right[i]?.[0] || left[i]?.[1] !== right[i]?.[1]) return false;
    }
  }
  return true;
}
