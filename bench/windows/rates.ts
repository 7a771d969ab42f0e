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
const SPREAD_MS = 14 * 86_400_000;

type Question = WindowQuery & { fromMs: number };

/** Questions per second of CPU, so that other work on the machine does not count: the median of the rounds. */
function perSecond(rounds: readonly Question[][]): number {
  const rates = rounds.map((questions) => {
    const before = process.cpuUsage();
    for (const question of questions) nextOpenStretch(question);
    const { user, system } = process.cpuUsage(before);
    return questions.length / ((user + system) / 1_000_000);
  });
  return Math.round(rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0);
}

const hoursOf = ({ windows, blackoutDates }: CaseToCompare): CallingHours => ({
  weekly: windows,
  blackoutDates: [...blackoutDates],
  skipFederalHolidays: true,
});

/** When a pair of zones and hours was asked about before, as in nearly every decision of a running campaign. */
export function measureCached(next: () => CaseToCompare, table: ZoneTable, random: Draw): number {
  const hours = Array.from({ length: HOURS }, () => hoursOf(next()));
  const zoneSets = Array.from({ length: ZONE_SETS }, next)
    .map(({ zones }) => zones)
    .filter((zones) => zones.length > 0 && zones.every((zone) => table.has(zone)));
  const pairs = hours.flatMap((of) => zoneSets.map((zones) => ({ zones, hours: of, marginMs: 92_000, table })));
  const startMs = Date.UTC(2026, 9, 25);
  const round = (): Question[] =>
    Array.from({ length: CACHED_PER_ROUND }, (_, i) => ({
      ...(pairs[i % pairs.length] ?? { zones: ['UTC'], hours: hoursOf(next()), marginMs: 0, table }),
      fromMs: startMs + Math.floor(random() * SPREAD_MS),
    }));
  // The first round fills the cache and is not counted.
  perSecond([round()]);
  return perSecond(Array.from({ length: ROUNDS }, round));
}

/** When each question is the first about its zones and hours. */
export function measureUncached(next: () => CaseToCompare, table: ZoneTable): number {
  const round = (): Question[] =>
    Array.from({ length: UNCACHED_PER_ROUND }, next)
      .filter(({ zones }) => zones.length > 0 && zones.every((zone) => table.has(zone)))
      .map((asked) => ({
        zones: asked.zones,
        hours: hoursOf(asked),
        marginMs: 92_000,
        table,
        fromMs: asked.instantMs,
      }));
  perSecond([round()]);
  return perSecond(Array.from({ length: ROUNDS }, round));
}
