import { localText } from '../wall-instants.ts';
import type { ZoneTable } from '../zone-table.ts';

/** The date on a calendar on the wall there, `2026-12-09`. */
export const localDate = (table: ZoneTable, zone: string, atMs: number): string =>
  localText(table, zone, atMs).slice(0, 10);
