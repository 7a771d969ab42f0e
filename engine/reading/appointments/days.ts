import { firstInstantOfWall, wallOf } from '../../../domain/wall-instants.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';

/** Where an appointment stands in the day list, by the calendar of a zone. */
export type AppointmentDay = 'past' | 'today' | 'tomorrow' | 'later';

export interface DayStarts {
  todayMs: number;
  tomorrowMs: number;
  /** The day after tomorrow. */
  laterMs: number;
}

const DAY_MS = 86_400_000;

/** When today, tomorrow and what is later begin there. Throws RangeError for an unknown zone. */
export function dayStarts(table: ZoneTable, zone: string, nowMs: number): DayStarts {
  const today = Math.floor(wallOf(table, zone, nowMs) / DAY_MS);
  const startOf = (day: number): number => firstInstantOfWall(table, zone, day * DAY_MS);
  return { todayMs: startOf(today), tomorrowMs: startOf(today + 1), laterMs: startOf(today + 2) };
}

export function dayOf(starts: DayStarts, atMs: number): AppointmentDay {
  if (atMs < starts.todayMs) return 'past';
  if (atMs < starts.tomorrowMs) return 'today';
  return atMs < starts.laterMs ? 'tomorrow' : 'later';
}
