import moment from 'moment-timezone';
import { WEEKDAYS, type CallingHours } from '../../../domain/calling-hours.ts';

const MINUTE_MS = 60_000;

/** Is a clock on that wall inside a window? Asked of strings, minute by minute, with another library's zone rules. */
export function wallClockIsOpen(zone: string, hours: CallingHours, instantMs: number): boolean {
  const local = moment.tz(instantMs, zone);
  const date = local.format('YYYY-MM-DD');
  if (hours.blackoutDates.includes(date)) return false;
  const time = local.format('HH:mm');
  const today = local.isoWeekday() - 1;
  const windowsOf = (index: number): [string, string][] => hours.weekly[WEEKDAYS[(index + 7) % 7] ?? 'mon'] ?? [];
  return (
    windowsOf(today).some(([start, end]) => (start < end ? start <= time && time < end : start <= time)) ||
    windowsOf(today - 1).some(([start, end]) => start > end && time < end)
  );
}

/** The earliest allowed whole second, found by looking at every minute. Slow on purpose. */
export function slowNextOpen(
  zones: readonly string[],
  hours: CallingHours,
  fromMs: number,
  marginMs: number,
  horizonMs: number,
): number | null {
  const firstMinute = Math.floor(fromMs / MINUTE_MS);
  const minutes = Math.ceil((horizonMs + marginMs) / MINUTE_MS) + 2;
  const open = Array.from({ length: minutes }, (_, i) =>
    zones.every((zone) => wallClockIsOpen(zone, hours, (firstMinute + i) * MINUTE_MS)),
  );
  const allowed = (atMs: number): boolean => {
    const last = Math.floor((atMs + marginMs) / MINUTE_MS) - firstMinute;
    for (let i = Math.floor(atMs / MINUTE_MS) - firstMinute; i <= last; i++) if (!open[i]) return false;
    return true;
  };
  const start = Math.ceil(fromMs / 1_000) * 1_000;
  if (allowed(start)) return start;
  for (let i = 1; i < minutes; i++) {
    const atMs = (firstMinute + i) * MINUTE_MS;
    if (atMs > fromMs + horizonMs) return null;
    if (atMs >= start && allowed(atMs)) return atMs;
  }
  return null;
}
