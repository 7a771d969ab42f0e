import { WEEKDAYS } from '../../domain/calling-hours.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { CaseToCompare } from './compare.ts';

const MINUTE_MS = 60_000;
/** Around a change, in seconds: on it, right beside it, inside what it skips or repeats, and a night away. */
const AROUND = [-86_400, -5_400, -1_800.5, -1, 0, 0.001, 1_799, 3_600, 9_000];

const clockText = (minutes: number): string => {
  const ofDay = ((minutes % 1_440) + 1_440) % 1_440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
};

/** Cases at one change of a zone's clocks, with windows at, in, over and beside what the clock skips or shows twice. */
export function* casesNearChange(zone: string, changeMs: number, table: ZoneTable): Generator<CaseToCompare> {
  const before = changeMs / MINUTE_MS + table.offsetMinutesAt(zone, changeMs - 1);
  const after = changeMs / MINUTE_MS + table.offsetMinutesAt(zone, changeMs);
  const low = Math.min(before, after);
  const high = Math.max(before, after);
  const dateOf = (minutes: number): string => new Date(minutes * MINUTE_MS).toISOString().slice(0, 10);
  const spans: { windows: [string, string][]; blackoutDates: string[]; marginSeconds: number }[] = [
    { windows: [[clockText(low), clockText(high)]], blackoutDates: [], marginSeconds: 0 },
    { windows: [[clockText(low - 25), clockText(high + 25)]], blackoutDates: [], marginSeconds: 90 },
    { windows: [[clockText(low + 10), clockText(high - 5)]], blackoutDates: [], marginSeconds: 1 },
    {
      windows: [
        [clockText(low - 40), clockText(low)],
        [clockText(high), clockText(high + 40)],
      ],
      blackoutDates: [],
      marginSeconds: 1_800,
    },
    { windows: [['22:00', '04:30']], blackoutDates: [dateOf(before)], marginSeconds: 3_600 },
    { windows: [['00:00', '24:00']], blackoutDates: [dateOf(after - 1_440), dateOf(after)], marginSeconds: 0.5 },
  ];
  for (const { windows, ...rest } of spans) {
    // A window of one weekday too: whether it belongs to this night is the question.
    const weekday = WEEKDAYS[(Math.floor((low - 25) / 1_440) + 3) % 7] ?? 'mon';
    for (const week of [Object.fromEntries(WEEKDAYS.map((day) => [day, windows])), { [weekday]: windows }]) {
      for (const seconds of AROUND) {
        yield { zones: [zone], windows: week, ...rest, instantMs: changeMs + seconds * 1_000 };
      }
    }
  }
}
