const HOUR_MS = 3_600_000;
const LEAST_HOURS = 24;
const MOST_HOURS = 168;

export interface HourBar {
  /** UTC, like 2026-11-26T14. */
  hour: string;
  atMs: number;
  attempts: number;
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
