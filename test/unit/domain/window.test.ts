import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';
import { DEFAULT_CALLING_HOURS, WEEKDAYS, type CallingHours } from '../../../domain/calling-hours.ts';
import { closedZonesAt, isOpenAt, nextOpenStretch } from '../../../domain/window.ts';
import { slowNextOpen, wallClockIsOpen } from './window-oracle.ts';

const table = loadZones();
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Vancouver',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Europe/London',
  'America/Sao_Paulo',
];
const everyDay = (...windows: [string, string][]): CallingHours => ({
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, windows])),
  blackoutDates: [],
  skipFederalHolidays: false,
});
const at = (text: string): number => Date.parse(text);
const next = (zones: string[], hours: CallingHours, from: string, marginMs = 0, horizonDays = 400) =>
  nextOpenStretch({ zones, hours, fromMs: at(from), marginMs, table, horizonDays });
const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().replace('.000', '');

const time = fc.integer({ min: 0, max: 1_439 }).map((minutes) => {
  const text = (n: number): string => String(n).padStart(2, '0');
  return `${text(Math.floor(minutes / 60))}:${text(minutes % 60)}`;
});
const windows = fc.array(
  fc.tuple(time, fc.oneof(time, fc.constant('24:00'))).filter(([start, end]) => start !== end),
  { maxLength: 3 },
);

/** Instants near which clocks change in one of the zones. */
const changes = ZONES.flatMap((zone) => {
  const found: number[] = [];
  for (let ms = at('2024-01-01T00:00Z'); (ms = table.nextChangeMs(zone, ms)) < at('2030-01-01T00:00Z');) found.push(ms);
  return found;
});
const query = fc
  .record({
    zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
    weekly: fc.record(
      {
        mon: windows,
        tue: windows,
        wed: windows,
        thu: windows,
        fri: windows,
        sat: windows,
        sun: windows,
      },
      { requiredKeys: [] },
    ),
    fromMs: fc.oneof(
      fc
        .tuple(fc.constantFrom(...changes), fc.integer({ min: -30 * 3_600_000, max: 6 * 3_600_000 }))
        .map(([c, d]) => c + d),
      fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2030-01-01T00:00Z') }),
    ),
    blackoutOffset: fc.option(fc.integer({ min: -1, max: 2 })),
    marginMs: fc.constantFrom(0, 1_000, 45_000, 90_500, 3_600_000),
  })
  .map(({ blackoutOffset, weekly, ...rest }) => ({
    ...rest,
    hours: {
      weekly,
      skipFederalHolidays: false,
      blackoutDates:
        blackoutOffset === null ? [] : [new Date(rest.fromMs + blackoutOffset * 86_400_000).toISOString().slice(0, 10)],
    },
  }));

describe('nextOpenStretch', () => {
  it('agrees with an oracle that looks at the wall clock minute by minute', () => {
    const horizonDays = 3;
    fc.assert(
      fc.property(query, ({ zones, hours, fromMs, marginMs }) => {
        const fast = nextOpenStretch({ zones, hours, fromMs, marginMs, table, horizonDays });
        const slow = slowNextOpen(zones, hours, fromMs, marginMs, horizonDays * 86_400_000);
        expect(iso(fast?.opensAtMs)).toBe(iso(slow ?? undefined));
      }),
      { numRuns: 60 },
    );
  });

  it('allows every instant that it promises, and not the one at which it closes', () => {
    fc.assert(
      fc.property(query, fc.double({ min: 0, max: 1, noNaN: true }), ({ zones, hours, fromMs, marginMs }, share) => {
        const stretch = nextOpenStretch({
          zones,
          hours,
          fromMs,
          marginMs,
          table,
          horizonDays: 20,
        });
        if (!stretch) return;
        const { opensAtMs, closesAtMs } = stretch;
        const insideMs = Math.floor(opensAtMs + share * (closesAtMs - 1 - opensAtMs));
        const isOpen = (ms: number): boolean => zones.every((zone) => wallClockIsOpen(zone, hours, ms));
        expect(isOpen(insideMs) && isOpen(insideMs + marginMs)).toBe(true);
        expect(isOpenAt({ zones, hours, atMs: insideMs, marginMs, table })).toBe(true);
        const capped = closesAtMs + marginMs >= fromMs + 20 * 86_400_000;
        if (!capped) expect(isOpenAt({ zones, hours, atMs: closesAtMs, marginMs, table })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('adds nothing in the spring gap', () => {
    // New York, 8 March 2026: 02:00 becomes 03:00, so 02:00-03:00 is never on the wall.
    expect(iso(next(['America/New_York'], everyDay(['02:00', '03:00']), '2026-03-08T05:00Z')?.opensAtMs)).toBe(
      '2026-03-09T06:00:00Z',
    );
    // 01:30-03:30 is half an hour before the gap and half an hour after it, in one stretch.
    const across = next(['America/New_York'], everyDay(['01:30', '03:30']), '2026-03-08T05:00Z');
    expect([iso(across?.opensAtMs), iso(across?.closesAtMs)]).toEqual(['2026-03-08T06:30:00Z', '2026-03-08T07:30:00Z']);
  });

  it('counts each pass of the autumn fold by what the clock shows', () => {
    // New York, 1 November 2026: 01:00-02:00 comes twice.
    const hours = everyDay(['01:00', '01:30']);
    const first = next(['America/New_York'], hours, '2026-11-01T04:00Z');
    expect([iso(first?.opensAtMs), iso(first?.closesAtMs)]).toEqual(['2026-11-01T05:00:00Z', '2026-11-01T05:30:00Z']);
    const second = next(['America/New_York'], hours, '2026-11-01T05:30Z');
    expect([iso(second?.opensAtMs), iso(second?.closesAtMs)]).toEqual(['2026-11-01T06:00:00Z', '2026-11-01T06:30:00Z']);
    const whole = next(['America/New_York'], everyDay(['01:00', '02:00']), '2026-11-01T04:00Z');
    expect([iso(whole?.opensAtMs), iso(whole?.closesAtMs)]).toEqual(['2026-11-01T05:00:00Z', '2026-11-01T07:00:00Z']);
  });

  it('gives a window across midnight to the weekday on which it starts', () => {
    const hours: CallingHours = {
      weekly: { fri: [['22:00', '02:00']] },
      blackoutDates: [],
      skipFederalHolidays: false,
    };
    const stretch = next(['UTC'], hours, '2026-11-23T00:00Z');
    expect([iso(stretch?.opensAtMs), iso(stretch?.closesAtMs)]).toEqual([
      '2026-11-27T22:00:00Z',
      '2026-11-28T02:00:00Z',
    ]);
  });

  it('takes out every instant of a blackout date, also what began the evening before', () => {
    const hours = { ...everyDay(['22:00', '02:00']), blackoutDates: ['2026-11-28'] };
    const stretch = next(['UTC'], hours, '2026-11-27T20:00Z');
    expect(iso(stretch?.closesAtMs)).toBe('2026-11-28T00:00:00Z');
    // The evening of the blackout date is out, what it would have carried past midnight is not of that date.
    expect(iso(next(['UTC'], hours, '2026-11-28T00:00Z')?.opensAtMs)).toBe('2026-11-29T00:00:00Z');
  });

  it('joins windows that touch, over midnight too, and takes the margin off the end only', () => {
    const hours = everyDay(['00:00', '09:00'], ['09:00', '12:00'], ['20:00', '24:00']);
    const stretch = next(['UTC'], hours, '2026-11-25T13:00Z', 60_000);
    expect([iso(stretch?.opensAtMs), iso(stretch?.closesAtMs)]).toEqual([
      '2026-11-25T20:00:00Z',
      '2026-11-26T11:59:00Z',
    ]);
  });

  it('asks that the window holds in every zone', () => {
    const stretch = next(
      ['America/New_York', 'America/Los_Angeles'],
      everyDay(['10:00', '17:00']),
      '2026-11-24T00:00Z',
    );
    expect([iso(stretch?.opensAtMs), iso(stretch?.closesAtMs)]).toEqual([
      '2026-11-24T18:00:00Z',
      '2026-11-24T22:00:00Z',
    ]);
    expect(next(['Pacific/Guam', 'America/New_York'], everyDay(['10:00', '17:00']), '2026-11-24T00:00Z')).toBeNull();
  });

  it('skips Thanksgiving by default and opens at ten on the day after', () => {
    const stretch = next(['America/Denver'], DEFAULT_CALLING_HOURS, '2026-11-26T15:00Z');
    expect(iso(stretch?.opensAtMs)).toBe('2026-11-27T17:00:00Z');
  });

  it('cuts a stretch without an end at the horizon', () => {
    const stretch = next(['UTC'], everyDay(['00:00', '24:00']), '2026-11-24T00:00:00.200Z', 1_000, 30);
    expect(iso(stretch?.opensAtMs)).toBe('2026-11-24T00:00:01Z');
    expect(stretch?.closesAtMs).toBeGreaterThanOrEqual(at('2026-12-24T00:00Z'));
  });

  it('has nothing when no window is long enough for the margin', () => {
    expect(next(['UTC'], everyDay(['10:00', '10:01']), '2026-11-24T00:00Z', 60_000)).toBeNull();
    expect(next(['UTC'], everyDay(['10:00', '10:02']), '2026-11-24T00:00Z', 60_000)).not.toBeNull();
  });

  it('refuses to decide without a zone or with one that it does not know', () => {
    expect(() => next([], DEFAULT_CALLING_HOURS, '2026-11-24T00:00Z')).toThrow(RangeError);
    expect(() => next(['Mars/Olympus'], DEFAULT_CALLING_HOURS, '2026-11-24T00:00Z')).toThrow(RangeError);
    expect(() => next(['UTC', 'Mars/Olympus'], DEFAULT_CALLING_HOURS, '2026-11-24T00:00Z')).toThrow(RangeError);
  });

  it('names the zones that keep a window shut', () => {
    const query = {
      zones: ['America/New_York', 'America/Los_Angeles'],
      hours: everyDay(['10:00', '17:00']),
      marginMs: 0,
      table,
    };
    expect(closedZonesAt({ ...query, atMs: at('2026-11-24T15:30Z') })).toEqual(['America/Los_Angeles']);
    expect(closedZonesAt({ ...query, atMs: at('2026-11-24T19:00Z') })).toEqual([]);
  });
});

describe('what was computed before', () => {
  const closedOn = (day: string) => (_: string, localDay: number) => localDay === at(`${day}T00:00Z`) / 86_400_000;
  const opening = (hours: CallingHours, isHoliday: (calendar: string, localDay: number) => boolean) =>
    iso(
      nextOpenStretch({ zones: ['UTC'], hours, isHoliday, fromMs: at('2027-03-02T12:00Z'), marginMs: 0, table })
        ?.opensAtMs,
    );

  it('answers alike in whatever order one asks', () => {
    const day = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(query, fc.array(day, { minLength: 1, maxLength: 8 }), ({ fromMs, ...rest }, days) => {
        // A table of its own knows nothing yet.
        const used = { ...table };
        for (const later of days) {
          const asked = { ...rest, fromMs: fromMs + later * 86_400_000, horizonDays: 3 };
          expect(nextOpenStretch({ ...asked, table: used })).toEqual(
            nextOpenStretch({ ...asked, table: { ...table } }),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('holds for the holidays of its own book alone', () => {
    const hours = { ...everyDay(['09:00', '10:00']), holidays: ['own'] };
    expect(opening(hours, closedOn('2027-03-03'))).toBe('2027-03-04T09:00:00Z');
    expect(opening(hours, closedOn('2027-03-04'))).toBe('2027-03-03T09:00:00Z');
  });

  it('stays as it is when the hours that it was computed from are changed', () => {
    const hours = { ...everyDay(['09:00', '10:00']), holidays: ['first'] };
    const isHoliday = (calendar: string, localDay: number) =>
      closedOn('2027-03-03')('', localDay) && calendar === 'added';
    opening(hours, isHoliday);
    hours.holidays.push('added');
    const asBefore = { ...everyDay(['09:00', '10:00']), holidays: ['first'] };
    const far = (of: CallingHours) =>
      iso(
        nextOpenStretch({
          zones: ['Europe/London'],
          hours: of,
          isHoliday,
          fromMs: at('2027-03-02T12:00Z'),
          marginMs: 0,
          table,
        })?.opensAtMs,
      );
    expect(far(asBefore)).toBe('2027-03-03T09:00:00Z');
    expect(far(hours)).toBe('2027-03-04T09:00:00Z');
  });
});
