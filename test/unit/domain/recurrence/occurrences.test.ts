import fc from 'fast-check';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../data/load-zones.ts';
import { occurrencesOf } from '../../../../domain/recurrence/occurrences.ts';
import { parseRule } from '../../../../domain/recurrence/parse-rule.ts';
import { FREQUENCIES, writeRule, type Rule } from '../../../../domain/recurrence/rule.ts';
import { slowDays } from './rule-oracle.ts';

const table = loadZones();
const RUNS = 300;

const from = (rrule: string, firstLocal: string, count: number, zone = 'America/New_York') =>
  occurrencesOf({ rrule, firstLocal, zone, table, afterMs: Number.NEGATIVE_INFINITY, count });
const dates = (rrule: string, firstLocal: string, count: number): string[] =>
  from(rrule, firstLocal, count).map(({ local }) => local.slice(0, 10));

describe('rules of RFC 5545, with the dates that it prints (3.8.5.3)', () => {
  it.each([
    ['FREQ=DAILY;COUNT=10', '1997-09-02T09:00', 12, 10, '1997-09-02', '1997-09-11'],
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02T09:00', 9, 5, '1997-09-02', '1997-10-12'],
    ['FREQ=WEEKLY;UNTIL=19971224T000000Z', '1997-09-02T09:00', 99, 17, '1997-09-02', '1997-12-23'],
    [
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
      '1997-09-01T09:00',
      99,
      25,
      '1997-09-01',
      '1997-12-22',
    ],
    ['FREQ=MONTHLY;COUNT=10;BYDAY=1FR', '1997-09-05T09:00', 99, 10, '1997-09-05', '1998-06-05'],
    ['FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU', '1997-09-07T09:00', 99, 10, '1997-09-07', '1998-05-31'],
    ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22T09:00', 99, 6, '1997-09-22', '1998-02-16'],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28T09:00', 6, 6, '1997-09-28', '1998-02-26'],
    ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', '1997-09-30T09:00', 99, 10, '1997-09-30', '1998-02-01'],
    ['FREQ=YEARLY;COUNT=10;BYMONTH=6,7', '1997-06-10T09:00', 99, 10, '1997-06-10', '2001-07-10'],
    ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19T09:00', 3, 3, '1997-05-19', '1999-05-17'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997-03-13T09:00', 11, 11, '1997-03-13', '1999-03-25'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '1997-09-02T09:00', 5, 5, '1998-02-13', '2000-10-13'],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05T09:00',
      3,
      3,
      '1996-11-05',
      '2004-11-02',
    ],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04T09:00', 99, 3, '1997-09-04', '1997-11-06'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2', '1997-09-29T09:00', 7, 7, '1997-09-29', '1998-03-30'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05T09:00', 99, 4, '1997-08-05', '1997-08-24'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05T09:00', 99, 4, '1997-08-05', '1997-08-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15T09:00', 99, 5, '2007-01-15', '2007-03-30'],
  ])('%s from %s', (rrule, firstLocal, asked, count, first, last) => {
    const found = dates(rrule, firstLocal, asked);
    expect([found.length, found[0], found.at(-1)]).toEqual([count, first, last]);
  });

  it('keeps the 31st out of months without one, and the 29th of February to leap years', () => {
    expect(dates('FREQ=MONTHLY', '2026-01-31T09:00', 3)).toEqual(['2026-01-31', '2026-03-31', '2026-05-31']);
    expect(dates('FREQ=YEARLY', '2096-02-29T09:00', 2)).toEqual(['2096-02-29', '2104-02-29']);
  });
});

describe('clocks that change', () => {
  const spring = from('FREQ=DAILY', '2026-03-07T02:30', 3, 'America/Chicago');
  const autumn = from('FREQ=DAILY', '2026-10-31T01:30', 3, 'America/Chicago');

  it('puts a time that they jump over as much later, and says so', () => {
    expect(spring.map(({ local, note }) => [local, note])).toEqual([
      ['2026-03-07T02:30', null],
      ['2026-03-08T03:30', 'gap'],
      ['2026-03-09T02:30', null],
    ]);
    expect(new Date(spring[1]?.atMs ?? 0).toISOString()).toBe('2026-03-08T08:30:00.000Z');
  });

  it('takes the first of a time that comes twice, and says so', () => {
    expect(autumn.map(({ local, note }) => [local, note])).toEqual([
      ['2026-10-31T01:30', null],
      ['2026-11-01T01:30', 'fold'],
      ['2026-11-02T01:30', null],
    ]);
    expect(new Date(autumn[1]?.atMs ?? 0).toISOString()).toBe('2026-11-01T06:30:00.000Z');
  });

  it('has no second occurrence where a zone skipped a whole day', () => {
    const samoa = from('FREQ=DAILY', '2011-12-28T09:00', 4, 'Pacific/Apia').map(({ local }) => local.slice(0, 10));
    expect(samoa).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
  });
});

describe('parts of an answer', () => {
  const tuesdays = { rrule: 'FREQ=WEEKLY', firstLocal: '2026-12-01T09:30', zone: 'America/Chicago', table };

  it('begins after a moment and ends before another', () => {
    const [first, second, third] = occurrencesOf({ ...tuesdays, afterMs: 0, count: 3 });
    const between = occurrencesOf({ ...tuesdays, afterMs: first?.atMs ?? 0, untilMs: third?.atMs ?? 0 });
    expect(between).toEqual([second]);
  });

  it('leaves dates out, which count for COUNT all the same', () => {
    const some = occurrencesOf({
      ...tuesdays,
      rrule: 'FREQ=WEEKLY;COUNT=3',
      afterMs: 0,
      count: 9,
      exclusions: ['2026-12-08'],
    });
    expect(some.map(({ local }) => local)).toEqual(['2026-12-01T09:30', '2026-12-15T09:30']);
  });

  it('answers five when nobody says how many', () => {
    expect(occurrencesOf({ ...tuesdays, afterMs: 0 })).toHaveLength(5);
  });
});

const weekday = fc.integer({ min: 0, max: 6 });
const upTo = <T>(values: fc.Arbitrary<T>, most: number) => fc.uniqueArray(values, { maxLength: most });
const nonZero = (most: number) => fc.integer({ min: -most, max: most }).filter((value) => value !== 0);
const wild: fc.Arbitrary<Rule> = fc
  .record({
    frequency: fc.constantFrom(...FREQUENCIES),
    interval: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 1, max: 1_000 })),
    months: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, upTo(fc.integer({ min: 1, max: 12 }), 3)),
    monthDays: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, upTo(nonZero(31), 3)),
    days: upTo(fc.record({ weekday, nth: fc.option(nonZero(6), { freq: 2 }) }), 4),
    positions: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, upTo(nonZero(4), 2)),
    weekStart: weekday,
    count: fc.option(fc.integer({ min: 1, max: 20 })),
    until: fc.constant(null),
  })
  .map((rule) => ({ ...rule, ...clean(rule) }));

/** What RFC 5545 does not allow is made allowed. */
function clean(rule: Rule): Partial<Rule> {
  const counts = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY';
  const days = counts ? rule.days : rule.days.map((day) => ({ ...day, nth: null }));
  const monthDays = rule.frequency === 'WEEKLY' ? [] : rule.monthDays;
  const bare = days.length + monthDays.length + rule.months.length === 0;
  return { days, monthDays, positions: bare ? [] : rule.positions };
}

const firstDate = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 86_400_000, max: Date.UTC(2030, 0, 1) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const time = fc
  .integer({ min: 0, max: 1_439 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));
const zone = fc.constantFrom(
  'America/Chicago',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kolkata',
);
const WALKED_DAYS = 1_500;

describe('any rule', () => {
  it('is read back from its own text', () => {
    fc.assert(
      fc.property(wild, (rule) => {
        const text = writeRule(rule);
        const read = parseRule(text);
        expect(read.ok && writeRule(read.rule)).toBe(
          writeRule({
            ...rule,
            months: sorted(rule.months),
            monthDays: sorted(rule.monthDays),
            positions: sorted(rule.positions),
          }),
        );
      }),
    );
  });

  it('comes true on the days that a walk over the calendar finds, at its local time except in gaps', () => {
    fc.assert(
      fc.property(
        wild,
        firstDate,
        time,
        zone,
        fc.option(fc.integer({ min: 0, max: 900 })),
        (bare, date, at, place, days) => {
          const until =
            days === null ? null : ({ kind: 'date', wallMs: Date.parse(date) + days * 86_400_000 } as const);
          const rule = until ? { ...bare, count: null, until } : bare;
          const untilMs = Date.parse(date) + WALKED_DAYS * 86_400_000;
          const found = occurrencesOf({
            rrule: writeRule(rule),
            firstLocal: `${date}T${at}`,
            zone: place,
            table,
            afterMs: Number.NEGATIVE_INFINITY,
            untilMs,
          });
          const walked = slowDays(rule, date, WALKED_DAYS - 2).slice(0, 900);
          expect(found.slice(0, walked.length).map(({ local }) => local.slice(0, 10))).toEqual(walked);
          for (const [index, occurrence] of found.entries()) {
            expect(moment.tz(occurrence.atMs, place).format('YYYY-MM-DDTHH:mm')).toBe(occurrence.local);
            if (occurrence.note !== 'gap') expect(occurrence.local.slice(11)).toBe(at);
            else expect(moment.tz(`${occurrence.local.slice(0, 10)}T${at}`, place).format('HH:mm')).not.toBe(at);
            expect(occurrence.atMs).toBeGreaterThan(found[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY);
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('goes on after any of its times as if it had not stopped', () => {
    fc.assert(
      fc.property(wild, firstDate, time, zone, fc.integer({ min: 0, max: 7 }), (rule, date, at, place, cut) => {
        const input = { rrule: writeRule(rule), firstLocal: `${date}T${at}`, zone: place, table };
        const whole = occurrencesOf({ ...input, afterMs: Number.NEGATIVE_INFINITY, count: 10 });
        const after = whole[cut];
        if (!after) return;
        const rest = occurrencesOf({ ...input, afterMs: after.atMs, count: 9 - cut });
        expect(rest).toEqual(whole.slice(cut + 1));
      }),
      { numRuns: RUNS },
    );
  });
});

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
