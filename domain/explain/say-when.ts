import { wallOf, wallText } from '../wall-instants.ts';
import type { ZoneTable } from '../zone-table.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** What a clock on the wall shows there: `2026-11-25 05:12`. */
export const wallClock = (table: ZoneTable, zone: string, atMs: number): string => wallText(wallOf(table, zone, atMs));

/** `08:00 in America/Denver`, with its date when that is not the day on which one asks there. */
export function sayLocal(table: ZoneTable, zone: string, whenMs: number, askedAtMs: number): string {
  const wall = wallClock(table, zone, whenMs);
  const [day = '', time = ''] = wall.split(' ');
  const sameDay = wallClock(table, zone, askedAtMs).startsWith(day);
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return `${sameDay ? '' : `${weekday} ${day} `}${time} in ${zone}`;
}

/** `3 h 12 min`; the two greatest units, rounded up, so that nobody looks too early. */
export function sayWait(waitMs: number): string {
  const seconds = Math.ceil(Math.max(waitMs, 0) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

export const sayUtc = (atMs: number): string =>
  Number.isFinite(atMs) ? new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z') : 'never';
