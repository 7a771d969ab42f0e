/** Midnights of a local date of this browser, as instants: a day of a clock change is longer or shorter than another. */
export function dayBounds(date: string): { from: string; to: string } {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return {
    from: new Date(year, month - 1, day).toISOString(),
    to: new Date(year, month - 1, day + 1).toISOString(),
  };
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "Thu 26 Nov" of a date, whatever the zone. */
export function sayDate(date: string): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return `${WEEKDAYS[at.getUTCDay()] ?? ''} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
}

/** "09:30" of what calendar and clock show: "2026-12-09T09:30". */
export const timeOf = (local: string): string => local.slice(11, 16);
