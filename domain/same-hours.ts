import { WEEKDAYS, type CallingHours } from './calling-hours.ts';

/** A copy that shares nothing with the original. */
export function copyHours(hours: CallingHours): CallingHours {
  const weekly: CallingHours['weekly'] = {};
  for (const weekday of WEEKDAYS) {
    const windows = hours.weekly[weekday];
    if (windows) weekly[weekday] = windows.map(([start, end]) => [start, end]);
  }
  return { weekly, blackoutDates: [...hours.blackoutDates], skipFederalHolidays: hours.skipFederalHolidays };
}

/** Whether two calling hours say the same in the same words and order. */
export function sameHours(a: CallingHours, b: CallingHours): boolean {
  if (a.skipFederalHolidays !== b.skipFederalHolidays) return false;
  if (a.blackoutDates.length !== b.blackoutDates.length) return false;
  for (const weekday of WEEKDAYS) {
    const left = a.weekly[weekday];
    const right = b.weekly[weekday];
    if (left?.length !== right?.length) return false;
    if (!left || !right) continue;
    for (let i = 0; i < left.length; i++) {
      if (left[i]?.[0] !== right[i]?.[0] || left[i]?.[1] !== right[i]?.[1]) return false;
    }
  }
  for (let i = 0; i < a.blackoutDates.length; i++) if (a.blackoutDates[i] !== b.blackoutDates[i]) return false;
  return true;
}
