import type { ZoneTable } from '../zone-table.ts';

/** The date on a calendar on the wall there, `2026-12-09`. */
export const localDate = (table: ZoneTable, zone: string, atMs: number): string =>
  new Date(atMs + table.offsetMinutesAt(zone, atMs) * 60_000).toISOString().slice(0, 10);
