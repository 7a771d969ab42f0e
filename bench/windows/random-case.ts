import { WEEKDAYS } from '../../domain/calling-hours.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { Draw } from '../../dev/demo/draw.ts';
import type { CaseToCompare } from './compare.ts';
import { changesOf } from './zone-names.ts';

export const FROM_MS = Date.UTC(2020, 0, 1);
export const TO_MS = Date.UTC(2036, 0, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const USUAL: readonly [string, string][] = [
  ['09:00', '17:00'],
  ['08:00', '21:00'],
  ['10:00', '24:00'],
  ['00:00', '24:00'],
  ['20:00', '04:00'],
];
const MARGINS = [0, 0, 1, 32, 90, 92.5, 600, 3_600];

/** Makes cases: half of the instants within a day of a change of a zone's clocks, the others anywhere in 2020-2035. */
export function caseMaker(names: readonly string[], table: ZoneTable, random: Draw): () => CaseToCompare {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[], fallback: T): T => list[below(list.length)] ?? fallback;
  const changes = new Map(names.map((zone) => [zone, changesOf(zone, FROM_MS, TO_MS, table)]));

  const clock = (): string => {
    const minutes = below(1_440);
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  };
  const window = (): [string, string] => {
    if (random() < 0.4) return pick(USUAL, ['09:00', '17:00']);
    const start = clock();
    const end = random() < 0.1 ? '24:00' : clock();
    return start === end ? [start, '24:00'] : [start, end];
  };
  const windows = (): CaseToCompare['windows'] => {
    const same = Array.from({ length: 1 + below(3) }, window);
    const everyDay = random() < 0.6;
    const week: CaseToCompare['windows'] = {};
    for (const day of WEEKDAYS) {
      if (everyDay) week[day] = same;
      else if (random() < 0.6) week[day] = Array.from({ length: 1 + below(2) }, window);
    }
    return week;
  };
  /** People have several possible zones where these are neighbours; zones without an hour in common are rare. */
  const zonesAt = (first: string, instantMs: number): string[] => {
    const zones = [first];
    while (random() < 0.3) {
      const other = pick(names, first);
      const apart = Math.abs(table.offsetMinutesAt(other, instantMs) - table.offsetMinutesAt(first, instantMs));
      if (apart <= 180 || random() < 0.005) zones.push(other);
    }
    if (random() < 0.005) zones.splice(below(zones.length + 1), 0, 'Mars/Olympus_Mons');
    return random() < 0.002 ? [] : zones;
  };

  return () => {
    const first = pick(names, 'UTC');
    const known = changes.get(first) ?? [];
    const nearMs = random() < 0.5 ? known[below(known.length)] : undefined;
    const span = random() < 0.5 ? 3 * HOUR_MS : DAY_MS;
    const exactMs = nearMs === undefined ? FROM_MS + below(TO_MS - FROM_MS) : nearMs + below(2 * span) - span;
    // Whole minutes are where windows open and close; whole seconds are what a plan asks about.
    const unit = pick([1, 1_000, 60_000], 1);
    const instantMs = Math.floor(exactMs / unit) * unit;
    const blackoutDates = Array.from({ length: random() < 0.5 ? 0 : 1 + below(3) }, () =>
      new Date(instantMs + (below(6) - 2) * DAY_MS).toISOString().slice(0, 10),
    );
    return {
      zones: zonesAt(first, instantMs),
      windows: windows(),
      blackoutDates,
      marginSeconds: pick(MARGINS, 0),
      instantMs,
    };
  };
}
