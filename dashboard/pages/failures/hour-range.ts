const HOUR_MS = 3_600_000;
const LEAST_HOURS = 24;
const MOST_HOURS = 168;

export interface HourBar {
  /** UTC, like 2026-11-26T14. */
  hour: string;
  atMs: number;
  attempts: number;
}

/** The hour with failures that is nearest to one, earlier before later; undefined = there is no other. Pure. */
export function nearestHour(
  hours: readonly { hour: string; attempts: number }[],
  to: string | undefined,
): string | undefined {
  if (to === undefined) return undefined;
  const msOf = (hour: string): number => Date.parse(`${hour}:00:00Z`);
  const apart = (hour: string): number => Math.abs(msOf(hour) - msOf(to));
  const others = hours.filter(({ hour, attempts }) => attempts > 0 && hour !== to).map(({ hour }) => hour);
  return others.toSorted((a, b) => apart(a) - apart(b) || msOf(a) - msOf(b))[0];
}

/** Pure: every hour from the first failure to now, those without one too; a day at least, a week at most. */
export function hourRange(hours: readonly { hour: string; attempts: number }[], nowMs: number): HourBar[] {
  const known = new Map(hours.map(({ hour, attempts }) => [hour, attempts]));
  const lastMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const firstMs = Math.min(...hours.map(({ hour }) => Date.parse(`${hour}:00:00Z`)), lastMs);
  const wanted = Math.round((lastMs - firstMs) / HOUR_MS) + 1;
  const length = Math.min(MOST_HOURS, Math.max(LEAST_HOURS, wanted));
  return Array.from({ length }, (_, at) => {
    const atMs = lastMs - (length - 1 - at) * HOUR_MS;
    const hour = new Date(atMs).toISOString().slice(0, 13);
    return { hour, atMs, attempts: known.get(hour) ?? 0 };
  });
}
