const DAY_MS = 86_400_000;
const STEPS: readonly [words: string, ms: number][] = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** "3 min", "2 h 10 min", "4 d": at most two parts, the second one only for hours. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  for (const [words, size] of STEPS) {
    if (left < size) continue;
    const whole = Math.floor(left / size);
    const minutes = Math.round((left % size) / 60_000);
    if (words === 'h' && minutes > 0 && minutes < 60) return `${whole} h ${minutes} min`;
    return `${whole} ${words}`;
  }
  return '0 s';
}

/** "just now", "in 3 min", "2 h 10 min ago". */
export function relative(atMs: number, nowMs: number): string {
  const apart = atMs - nowMs;
  if (Math.abs(apart) < 5_000) return 'just now';
  return apart > 0 ? `in ${duration(apart)}` : `${duration(-apart)} ago`;
}

/** Asking takes longer than drawing the rest of a row; who travels sees it a minute later. */
const ZONE_KEPT_MS = 60_000;
let asked: { zone: string; atMs: number } | undefined;

/** The zone of this browser. */
export function localZone(): string {
  const nowMs = performance.now();
  if (asked === undefined || nowMs - asked.atMs > ZONE_KEPT_MS) {
    asked = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, atMs: nowMs };
  }
  return asked.zone;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, format);
  }
  return format;
}

/** American names, since the British ones say GMT-4 of EDT. */
const nameFormats = new Map<string, Intl.DateTimeFormat>();
function nameFormat(zone: string): Intl.DateTimeFormat {
  const format = nameFormats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
  nameFormats.set(zone, format);
  return format;
}

/** "14:02:11" */
export const clock = (atMs: number, zone = localZone()): string =>
  formatOf(zone, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(atMs);
/** "14:02" */
export const hourMinute = (atMs: number, zone = localZone()): string =>
  formatOf(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(atMs);
/** "26 Nov 2026" */
export const day = (atMs: number, zone = localZone()): string =>
  formatOf(zone, 'day', { day: 'numeric', month: 'short', year: 'numeric' }).format(atMs);
/** "Thu 26 Nov 2026, 14:02:11 GMT+1" */
export const absolute = (atMs: number, zone = localZone()): string =>
  formatOf(zone, 'whole', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(atMs);

/** "EDT", "GMT+1", "UTC": the short name of a zone's clock at that moment. */
export const zoneName = (atMs: number, zone = localZone()): string =>
  nameFormat(zone)
    .formatToParts(atMs)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;

/** "New York time": whose clock a column is told on. */
export const ownClock = (zone = localZone()): string =>
  /^(Etc\/|UTC$|GMT$)/.test(zone) ? 'UTC' : `${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;

/** "14:02" today, "25 Nov 14:02" this year, "25 Nov 2025, 14:02" else. */
export function short(atMs: number, nowMs: number, zone = localZone()): string {
  if (day(atMs, zone) === day(nowMs, zone)) return hourMinute(atMs, zone);
  const year = formatOf(zone, 'year', { year: 'numeric' });
  if (year.format(atMs) !== year.format(nowMs)) return `${day(atMs, zone)}, ${hourMinute(atMs, zone)}`;
  return `${formatOf(zone, 'date', { day: 'numeric', month: 'short' }).format(atMs)} ${hourMinute(atMs, zone)}`;
}
