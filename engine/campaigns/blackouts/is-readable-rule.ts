import ICAL from 'ical.js';

/** Without the 29th of February: the library moves it to the 1st of March. */
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const EASY = new Set(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY']);

/**
 * Whether a rule of recurrence may be given to the library: one that never comes true (the 30th of February, each day)
 * it follows for ever, or reads as another day. Days off recur in simple ways: a date or an nth weekday of the year,
 * or steady days, weeks and months.
 */
export function isReadableRule(rule: unknown, start: ICAL.Time): boolean {
  if (!(rule instanceof ICAL.Recur) || !EASY.has(rule.freq)) return false;
  const parts = new Map<string, unknown[]>(Object.entries(rule.parts).map(([name, values]) => [name, [values].flat()]));
  const days = parts.get('BYDAY');
  if (days?.some((day) => !/^[+-]?[1-5]?[A-Z]{2}$/.test(String(day)))) return false;
  if (rule.freq !== 'YEARLY') return [...parts.keys()].every((name) => name === 'BYDAY');
  if ([...parts.keys()].some((name) => !['BYDAY', 'BYMONTH', 'BYMONTHDAY'].includes(name))) return false;
  if (days) return !parts.has('BYMONTHDAY');
  const months = parts.get('BYMONTH') ?? [start.month];
  const monthDays = parts.get('BYMONTHDAY') ?? [start.day];
  return months.every((month) => monthDays.every((day) => isDayOf(Number(month), Number(day))));
}

function isDayOf(month: number, day: number): boolean {
  const count = DAYS_OF_MONTHS[month - 1] ?? 0;
  return day !== 0 && Math.abs(day) <= count;
}
