import type { ZoneTable } from './zone-table.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Further apart than any two offsets of the world, and than the days that islands have skipped. */
const REACH_MS = 30 * 3_600_000;

/** Where the clocks of a zone jump over wall time: the first minute that is missing, and the first that is there again. */
export interface Gap {
  fromWallMs: number;
  toWallMs: number;
}

/**
 * The instants at which the clocks of a zone show a wall time (given as if it were UTC), ascending: one nearly always,
 * two where clocks go back, none where they jump over it, and then `gap` says over what.
 */
export function instantsOfWall(
  table: ZoneTable,
  zone: string,
  wallMs: number,
): { instants: number[]; gap: Gap | undefined } {
  const found = new Set<number>();
  let gap: Gap | undefined;
  const endMs = wallMs + REACH_MS;
  let offset = table.offsetMinutesAt(zone, wallMs - REACH_MS);
  for (let atMs = wallMs - REACH_MS; ;) {
    const instantMs = wallMs - Math.round(offset * MINUTE_MS);
    if (table.offsetMinutesAt(zone, instantMs) === offset) found.add(instantMs);
    atMs = table.nextChangeMs(zone, atMs);
    if (atMs > endMs) break;
    const next = table.offsetMinutesAt(zone, atMs);
    const fromWallMs = atMs + Math.round(offset * MINUTE_MS);
    const toWallMs = atMs + Math.round(next * MINUTE_MS);
    if (fromWallMs <= wallMs && wallMs < toWallMs) gap = { fromWallMs, toWallMs };
    offset = next;
  }
  return { instants: [...found].sort((a, b) => a - b), gap };
}

/**
 * The first instant at which the clocks of a zone show a wall time (given as if it were UTC); where they jump over it,
 * the first one behind the jump.
 */
export function firstInstantOfWall(table: ZoneTable, zone: string, wallMs: number): number {
  const guessMs = wallMs - Math.round(table.offsetMinutesAt(zone, wallMs) * MINUTE_MS);
  // Nearly always no clock changes anywhere near, and then there is nothing to look for.
  if (table.nextChangeMs(zone, guessMs - REACH_MS) > guessMs + REACH_MS) return guessMs;
  const { instants, gap } = instantsOfWall(table, zone, wallMs);
  const [first = instantsOfWall(table, zone, gap?.toWallMs ?? wallMs + DAY_MS).instants[0] ?? guessMs] = instants;
  return first;
}

/** What a clock on the wall shows at an instant, as if that were UTC. */
export const wallOf = (table: ZoneTable, zone: string, atMs: number): number =>
  atMs + Math.round(table.offsetMinutesAt(zone, atMs) * MINUTE_MS);

/** `2026-12-09 09:30`, of a wall time that is given as if it were UTC. */
export const wallText = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16).replace('T', ' ');

/** What calendar and clock show there at an instant, `2026-12-09T09:30`. Throws RangeError for an unknown zone. */
export const localText = (table: ZoneTable, zone: string, atMs: number): string =>
  new Date(wallOf(table, zone, atMs)).toISOString().slice(0, 16);
