import type { CallingHours } from '../../domain/calling-hours.ts';
import type { Draw } from '../../dev/demo/draw.ts';
import { nextOpenStretch, type WindowQuery } from '../../domain/window.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { CaseToCompare } from './compare.ts';

const ROUNDS = 7;
const CACHED_PER_ROUND = 400_000;
const UNCACHED_PER_ROUND = 20_000;
/** As many hours as campaigns run at a time, each with the zones that its list has. */
const HOURS = 20;
const ZONE_SETS = 100;
const MARGIN_MS = 92_000;
const SPREAD_MS = 14 * 86_400_000;

type Pair = Omit<WindowQuery, 'marginMs'>;

/** Asks about pair after pair, each at its own instant, and says how many answers a second of CPU gave. */
function askAll(pairs: readonly Pair[], instantsMs: Float64Array): number {
  const before = process.cpuUsage();
  let pair = 0;
  for (const fromMs of instantsMs) {
    const asked = pairs[pair];
    if (!asked) throw new RangeError('no pair to ask about');
    nextOpenStretch({
      zones: asked.zones,
      hours: asked.hours,
      table: asked.table,
      marginMs: MARGIN_MS,
      fromMs,
    });
    if (++pair === pairs.length) pair = 0;
  }
  const { user, system } = process.cpuUsage(before);
  return instantsMs.length / ((user + system) / 1_000_000);
}

/** By CPU, so that other work on the machine counts little: the median of the rounds, the first of which warms up. */
function medianRate(round: () => number): number {
  round();
  const rates = Array.from({ length: ROUNDS }, round).sort((a, b) => a - b);
  return Math.round(rates[Math.floor(ROUNDS / 2)] ?? 0);
}

const hoursOf = ({ windows, blackoutDates }: CaseToCompare): CallingHours => ({
  weekly: windows,
  blackoutDates: [...blackoutDates],
  skipFederalHolidays: true,
});

const isKnown = (zones: readonly string[], table: ZoneTable): boolean =>
  zones.length > 0 && zones.every((zone) => table.has(zone));

/** When a pair of zones and hours was asked about before, as in nearly every decision of a running campaign. */
export function measureCached(next: () => CaseToCompare, table: ZoneTable, random: Draw): number {
  const zoneSets = Array.from({ length: ZONE_SETS }, () => next().zones).filter((zones) => isKnown(zones, table));
  const pairs = Array.from({ length: HOURS }, () => hoursOf(next())).flatMap((hours) =>
    zoneSets.map((zones) => ({ zones, hours, table })),
  );
  const startMs = Date.UTC(2026, 9, 25);
  const instantsMs = Float64Array.from({ length: CACHED_PER_ROUND }, () => startMs + Math.floor(random() * SPREAD_MS));
  return medianRate(() => askAll(pairs, instantsMs));
}

/** When each question is the first about its zones and hours. */
export function measureUncached(next: () => CaseToCompare, table: ZoneTable): number {
  return medianRate(() => {
    const cases = Array.from({ length: UNCACHED_PER_ROUND }, next).filter(({ zones }) => isKnown(zones, table));
    const pairs = cases.map((asked) => ({ zones: asked.zones, hours: hoursOf(asked), table }));
    return askAll(
      pairs,
      Float64Array.from(cases, ({ instantMs }) => instantMs),
    );
  });
}
