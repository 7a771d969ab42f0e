const DAY_MS = 86_400_000;

/** Days since 1 January 1970 of a calendar date. Months from 1. */
const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;
/** 0 = Sunday. 1 January 1970 was a Thursday. */
const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

const nth = (year: number, month: number, wanted: number, n: number): number => {
  const first = dayNumber(year, month, 1);
  return first + ((wanted - weekday(first) + 7) % 7) + (n - 1) * 7;
};
const last = (year: number, month: number, wanted: number): number => {
  const end = dayNumber(year, month + 1, 1) - 1;
  return end - ((weekday(end) - wanted + 7) % 7);
};

/**
 * The federal holidays of a year as day numbers (days since 1 January 1970), each on its date and on the day on which
 * it is observed (Saturday -> the Friday before, Sunday -> the Monday after). Source: 5 USC 6103.
 */
export function federalHolidays(year: number): Set<number> {
  const fixed = [dayNumber(year, 1, 1), dayNumber(year, 7, 4), dayNumber(year, 11, 11), dayNumber(year, 12, 25)];
  if (year >= 2021) fixed.push(dayNumber(year, 6, 19));
  const days = new Set([
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    last(year, 5, 1),
    nth(year, 9, 1, 1),
    nth(year, 10, 1, 2),
    nth(year, 11, 4, 4),
    ...fixed,
  ]);
  for (const day of fixed) {
    if (weekday(day) === 6) days.add(day - 1);
    if (weekday(day) === 0) days.add(day + 1);
  }
  // The next New Year's Day is observed on 31 December of this year when it falls on a Saturday.
  const newYear = dayNumber(year + 1, 1, 1);
  if (weekday(newYear) === 6) days.add(newYear - 1);
  return days;
}

const cache = new Map<number, Set<number>>();

/** Whether a local calendar date, as days since 1 January 1970, is a federal holiday or its observed day. */
export function isFederalHoliday(day: number): boolean {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  let holidays = cache.get(year);
  if (!holidays) cache.set(year, (holidays = federalHolidays(year)));
  return holidays.has(day);
}
