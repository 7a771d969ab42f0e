import type { ZoneTable } from '../../../domain/zone-table.ts';
import { plannedTimes } from './planned-times.ts';

export interface NextStart {
  at: string;
  /** On the clock of the schedule's zone. */
  local: string;
  note: null | 'gap' | 'fold';
}

const NEXT = 5;

/** The next five starts after `nowMs`. */
export const nextStarts = (
  settings: Parameters<typeof plannedTimes>[0],
  zones: ZoneTable,
  nowMs: number,
): NextStart[] =>
  plannedTimes(settings, zones, { afterMs: nowMs, count: NEXT }).map(({ atMs, local, note }) => ({
    at: new Date(atMs).toISOString(),
    local,
    note,
  }));
