import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareWithOracle, type CaseToCompare } from '../../../bench/windows/compare.ts';
import { casesNearChange } from '../../../bench/windows/near-change.ts';
import { askOracle } from '../../../bench/windows/oracle.ts';
import { changesOf, zoneNames } from '../../../bench/windows/zone-names.ts';
import { loadZones } from '../../../data/load-zones.ts';
import { WEEKDAYS } from '../../../domain/calling-hours.ts';

const table = loadZones();
const names = zoneNames();
const FROM_MS = Date.parse('2020-01-01T00:00Z');
const TO_MS = Date.parse('2036-01-01T00:00Z');
const DAY_MS = 86_400_000;
const moving = names.zones.flatMap((zone) =>
  changesOf(zone, FROM_MS, TO_MS, table).map((changeMs) => ({ zone, changeMs })),
);
const everyDay = (...windows: [string, string][]): CaseToCompare['windows'] =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, windows]));

// Without bias: windows of a minute, that never hold a margin, keep the oracle walking for 400 days.
const time = fc.noBias(fc.integer({ min: 0, max: 1_439 })).map((minutes) => {
  const text = (n: number): string => String(n).padStart(2, '0');
  return `${text(Math.floor(minutes / 60))}:${text(minutes % 60)}`;
});
const usual = fc.constantFrom<[string, string]>(['09:00', '17:00'], ['08:00', '21:00'], ['20:00', '04:00']);
const window = fc.oneof(
  usual,
  fc.tuple(time, fc.oneof(time, fc.constant('24:00'))).filter(([start, end]) => start !== end),
);
const day = fc.array(window, { minLength: 1, maxLength: 3 });
const week = fc.oneof(
  { weight: 3, arbitrary: day.map((windows) => everyDay(...windows)) },
  { weight: 1, arbitrary: fc.record({ mon: day, tue: day, thu: day, fri: day, sun: day }, { requiredKeys: ['tue'] }) },
);
/** Mostly one zone; more of them are chosen at will, and may have no hour in common. */
const zones = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...names.zones, ...names.links).map((zone) => [zone]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ['America/New_York', 'America/Chicago'],
      ['Europe/London', 'Europe/Berlin', 'Africa/Casablanca'],
      ['Australia/Lord_Howe', 'Australia/Sydney'],
      ['Asia/Kolkata', 'Asia/Kathmandu'],
      ['Pacific/Apia', 'Pacific/Kwajalein'],
      ['America/Denver', 'America/Phoenix', 'America/Denver'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom('UTC', 'Mars/Olympus', 'America/Lima'), { maxLength: 2 }),
  },
);
const cases = fc
  .record({
    zones,
    windows: week,
    marginSeconds: fc.constantFrom(0, 0.5, 1, 45, 90.5, 1_800),
    near: fc.option(fc.tuple(fc.nat(moving.length - 1), fc.integer({ min: -DAY_MS, max: DAY_MS }))),
    anyMs: fc.integer({ min: FROM_MS, max: TO_MS }),
    wholeSecond: fc.boolean(),
    blackoutDays: fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }),
  })
  .map(({ near, anyMs, wholeSecond, blackoutDays, ...rest }) => {
    const change = near ? moving[near[0]] : undefined;
    const ms = change && near ? change.changeMs + near[1] : anyMs;
    return {
      ...rest,
      zones: change && rest.zones.length === 1 ? [change.zone] : rest.zones,
      instantMs: wholeSecond ? Math.floor(ms / 1_000) * 1_000 : ms,
      blackoutDates: blackoutDays.map((days) => new Date(ms + days * DAY_MS).toISOString().slice(0, 10)),
    };
  });

describe('the decision and an oracle that reads a clock every minute', () => {
  it('agree on random zones, windows, blackout dates, margins and instants', () => {
    fc.assert(
      fc.property(cases, (asked) => {
        expect(disagreement(asked)).toBeUndefined();
      }),
      { numRuns: 30_000 },
    );
  }, 120_000);

  it('agree around every change of every zone from 2020 to 2035', () => {
    expect(moving.length).toBeGreaterThan(3_000);
    const wrong: object[] = [];
    for (const [index, { zone, changeMs }] of moving.entries()) {
      // A share of the cases at each, another one each time; `npm run bench -- windows` takes all.
      let n = index;
      for (const asked of casesNearChange(zone, changeMs, table)) {
        if (n++ % 10 !== 0) continue;
        const differing = disagreement(asked);
        if (differing) wrong.push({ asked, ...differing });
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  }, 120_000);

  it('agree in every zone, also in those that never move their clocks', () => {
    const wrong: object[] = [];
    const friday: CaseToCompare['windows'] = { fri: [['21:15', '06:45']] };
    for (const [index, zone] of [...names.zones, ...names.links].entries()) {
      for (const windows of [everyDay(['10:00', '17:00']), friday]) {
        const instantMs = FROM_MS + index * 9.3 * DAY_MS;
        const asked = { zones: [zone], windows, blackoutDates: [], marginSeconds: 92, instantMs };
        const differing = disagreement(asked);
        if (differing) wrong.push({ asked, ...differing });
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test.each([
    ['no window at all', ['UTC'], {}, [], 0],
    ['zones without an hour in common', ['Pacific/Guam', 'America/New_York'], everyDay(['10:00', '17:00']), [], 0],
    ['windows shorter than the margin', ['UTC'], everyDay(['10:00', '10:30'], ['12:00', '12:30']), [], 1_800],
    ['a night that is out on both dates', ['UTC'], { fri: [['22:00', '02:00']] }, everyDate(2027, 2028), 0],
  ] satisfies [string, string[], CaseToCompare['windows'], string[], number][])(
    'agree that it never opens: %s',
    (_name, inZones, windows, blackoutDates, marginSeconds) => {
      const instantMs = Date.parse('2027-01-01T00:00Z');
      const asked = { zones: inZones, windows, blackoutDates, marginSeconds, instantMs };
      expect(disagreement(asked)).toBeUndefined();
      expect(askOracle(asked, table)).toMatchObject({ allowed: false, nextOpenMs: null });
    },
  );

  test.each([
    ['2027-01-01T00:00:00Z', Date.parse('2028-02-05T00:00Z')],
    ['2026-12-31T23:59:59.500Z', null],
    ['2026-12-31T23:59:59Z', null],
  ])('agree on what opens 400 days after %s', (instant, nextOpenMs) => {
    const blackoutDates = everyDate(2026, 2028).filter((date) => date < '2028-02-05');
    const windows = everyDay(['00:00', '24:00']);
    const asked = { zones: ['UTC'], windows, blackoutDates, marginSeconds: 0, instantMs: Date.parse(instant) };
    expect(disagreement(asked)).toBeUndefined();
    expect(askOracle(asked, table).nextOpenMs).toBe(nextOpenMs);
  });
});

/** Both answers where they differ. */
function disagreement(asked: CaseToCompare): object | undefined {
  return compareWithOracle(asked, table).differing;
}

function everyDate(fromYear: number, toYear: number): string[] {
  const dates: string[] = [];
  for (let ms = Date.UTC(fromYear, 0, 1); ms < Date.UTC(toYear + 1, 0, 1); ms += DAY_MS) {
    dates.push(new Date(ms).toISOString().slice(0, 10));
  }
  return dates;
}

describe('what the rule means, by hand: both say', () => {
  const judge = (zone: string, windows: CaseToCompare['windows'], blackoutDates: string[], instant: string) => {
    const asked = { zones: [zone], windows, blackoutDates, marginSeconds: 0, instantMs: Date.parse(instant) };
    expect(disagreement(asked)).toBeUndefined();
    const { allowed, nextOpenMs } = askOracle(asked, table);
    return [allowed, nextOpenMs === null ? null : new Date(nextOpenMs).toISOString().slice(0, 19)];
  };
  const minutes30 = everyDay(['02:00', '02:30']);

  test.each([
    // Lord Howe moves by half an hour, at 02:00 both ways.
    [
      'a gap of half an hour is skipped',
      'Australia/Lord_Howe',
      minutes30,
      '2026-10-03T15:30Z',
      false,
      '2026-10-04T15:00',
    ],
    [
      'half an hour comes twice',
      'Australia/Lord_Howe',
      everyDay(['01:30', '02:00']),
      '2026-04-04T15:00Z',
      true,
      '2026-04-04T15:00',
    ],
    [
      'a window goes on after a gap',
      'America/New_York',
      everyDay(['01:30', '03:30']),
      '2026-03-08T07:00Z',
      true,
      '2026-03-08T07:00',
    ],
    [
      'the second pass of a fold is open',
      'America/New_York',
      everyDay(['01:00', '01:30']),
      '2026-11-01T06:10Z',
      true,
      '2026-11-01T06:10',
    ],
    [
      'between the passes it is closed',
      'America/New_York',
      everyDay(['01:00', '01:30']),
      '2026-11-01T05:40Z',
      false,
      '2026-11-01T06:00',
    ],
    // Samoa had no 30 December 2011, a Friday: its window is seen on no clock before midnight, and on Saturday's after.
    [
      'a day that never was',
      'Pacific/Apia',
      { fri: [['10:00', '17:00']] },
      '2011-12-30T08:00Z',
      false,
      '2012-01-05T20:00',
    ],
    [
      'the rest of the night of a day that never was',
      'Pacific/Apia',
      { fri: [['22:00', '02:00']] },
      '2011-12-30T10:00Z',
      true,
      '2011-12-30T10:00',
    ],
    [
      'a blackout date that never was',
      'Pacific/Apia',
      everyDay(['00:00', '24:00']),
      '2011-12-30T10:00Z',
      true,
      '2011-12-30T10:00',
    ],
    [
      'the date line moved over Kwajalein',
      'Pacific/Kwajalein',
      { sat: [['10:00', '11:00']] },
      '1993-08-21T11:59Z',
      false,
      '1993-08-27T22:00',
    ],
    // Midnight comes twice in Havana, and in Santiago the clock goes back from 24:00 into the evening before.
    ['midnight twice', 'America/Havana', { sat: [['23:00', '00:30']] }, '2025-11-02T05:15Z', true, '2025-11-02T05:15'],
    [
      'the evening before again',
      'America/Santiago',
      { sat: [['23:00', '24:00']] },
      '2026-04-05T03:30Z',
      true,
      '2026-04-05T03:30',
    ],
  ] satisfies [string, string, CaseToCompare['windows'], string, boolean, string][])(
    '%s',
    (_name, zone, windows, instant, allowed, opens) => {
      expect(judge(zone, windows, zone === 'Pacific/Apia' ? ['2011-12-30'] : [], instant)).toEqual([
        allowed,
        `${opens}:00`,
      ]);
    },
  );
});
