import { describe, expect, it } from 'vitest';
import { readCalendarDays } from '../../../../../engine/campaigns/blackouts/read-calendar.ts';
import { readCsvDays } from '../../../../../engine/campaigns/blackouts/read-csv.ts';

describe('a CSV of days off', () => {
  it('is read by its headers, whatever their order and delimiter', () => {
    expect(readCsvDays('Holiday,Note,Date\nNew Year,x,2027-01-01\n"Labor, Day",,"September 6, 2027"\n')).toEqual({
      days: [
        { date: '2027-01-01', name: 'New Year' },
        { date: '2027-09-06', name: 'Labor, Day' },
      ],
      skipped: [],
    });
    expect(readCsvDays('Datum;Name\r\n24.12.2027;Heiligabend\r\n').days).toEqual([
      { date: '2027-12-24', name: 'Heiligabend' },
    ]);
  });

  it('needs no header, and no names', () => {
    expect(readCsvDays('2027-01-01\n\n2027-01-02\n').days.map(({ date }) => date)).toEqual([
      '2027-01-01',
      '2027-01-02',
    ]);
    expect(readCsvDays('2027-01-01,New Year\n').days).toEqual([{ date: '2027-01-01', name: 'New Year' }]);
  });

  it('is refused whole, with every row that cannot be read', () => {
    const read = (): unknown => readCsvDays('date\n2027-01-01\n3/4/2027\nsoon\n');
    expect(read).toThrow(
      expect.objectContaining({
        code: 'blackouts_unreadable',
        details: {
          problems: [
            { row: 3, message: expect.stringContaining('day/month or month/day') },
            { row: 4, message: expect.stringContaining('"soon" is no date') },
          ],
          problemCount: 2,
        },
      }),
    );
    expect(readCsvDays('date\n2027-01-01\n3/4/2027\n', 'dmy').days).toHaveLength(2);
  });

  it.each(['', 'name,when\nNew Year,some day\n', 'date\n"2027-01-01\n'])('is refused when it is none: %j', (text) => {
    expect(() => readCsvDays(text)).toThrow(expect.objectContaining({ code: 'blackouts_unreadable' }));
  });
});

describe('a calendar of days off', () => {
  const TODAY = Date.UTC(2026, 10, 25) / 86_400_000;
  const calendar = (...events: string[]): string =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.map((e) => `BEGIN:VEVENT\n${e}\nEND:VEVENT`), 'END:VCALENDAR'].join(
      '\r\n',
    );
  const dates = (text: string): string[] => readCalendarDays(text, TODAY).days.map(({ date }) => date);

  it('gives every day that an event lasts; its end is the day after', () => {
    const { days } = readCalendarDays(
      calendar('UID:a\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Shut\\, all of us'),
      TODAY,
    );
    expect(days).toEqual(['2026-12-24', '2026-12-25', '2026-12-26'].map((date) => ({ date, name: 'Shut, all of us' })));
    expect(dates(calendar('UID:b\nDTSTART;VALUE=DATE:20261224'))).toEqual(['2026-12-24']);
    expect(dates(calendar('UID:c\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224'))).toEqual(['2026-12-24']);
    expect(dates(calendar('UID:d\nDTSTART;VALUE=DATE:20261224\nDURATION:P2D'))).toEqual(['2026-12-24', '2026-12-25']);
  });

  it('writes recurring days out for three years, less those that are excepted, moved or cancelled', () => {
    const yearly = 'UID:a\nDTSTART;VALUE=DATE:20100704\nRRULE:FREQ=YEARLY';
    expect(dates(calendar(yearly))).toEqual(['2027-07-04', '2028-07-04', '2029-07-04']);
    expect(dates(calendar(`${yearly}\nEXDATE;VALUE=DATE:20280704`))).toEqual(['2027-07-04', '2029-07-04']);
    const moved = 'UID:a\nRECURRENCE-ID;VALUE=DATE:20270704\nDTSTART;VALUE=DATE:20270705';
    expect(dates(calendar(yearly, moved))).toEqual(['2027-07-05', '2028-07-04', '2029-07-04']);
    expect(dates(calendar(yearly, `${moved}\nSTATUS:CANCELLED`))).toEqual(['2028-07-04', '2029-07-04']);
    const thanksgiving = 'UID:b\nDTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH';
    expect(dates(calendar(thanksgiving))).toEqual(['2026-11-26', '2027-11-25', '2028-11-23', '2029-11-22']);
  });

  it('leaves out what has a time of day or is cancelled, and says so', () => {
    expect(
      readCalendarDays(
        calendar(
          'UID:a\nDTSTART:20261224T090000Z\nDTEND:20261224T100000Z\nSUMMARY:Party',
          'UID:b\nDTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED\nSUMMARY:Off',
          'UID:c\nSUMMARY:Nothing',
        ),
        TODAY,
      ),
    ).toEqual({
      days: [],
      skipped: [
        { name: 'Party', reason: 'has a time of day: days off are whole days' },
        { name: 'Off', reason: 'is cancelled' },
        { name: 'Nothing', reason: 'has no date' },
      ],
    });
  });

  it.each([
    'FREQ=SECONDLY',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYWEEKNO=53',
  ])('does not follow %s, which may never come true, and says so', (rule) => {
    const text = calendar(`UID:a\nDTSTART;VALUE=DATE:20200131\nRRULE:${rule}\nSUMMARY:Odd`);
    const reason = 'recurs in a way that is not read here: write its dates out';
    expect(readCalendarDays(text, TODAY)).toEqual({ days: [], skipped: [{ name: 'Odd', reason }] });
  });

  it.each([
    ['FREQ=YEARLY;INTERVAL=2', '20240704', ['2028-07-04']],
    ['FREQ=YEARLY;UNTIL=20271231', '20240704', ['2027-07-04']],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO', '20240527', ['2027-05-31', '2028-05-29', '2029-05-28']],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25,26', '20261225', ['2026-12-25', '2026-12-26']],
    ['FREQ=MONTHLY;BYDAY=1MO;COUNT=2', '20261207', ['2026-12-07', '2027-01-04']],
    ['FREQ=MONTHLY;COUNT=3', '20261231', ['2026-12-31', '2027-01-31', '2027-03-31']],
    ['FREQ=WEEKLY;COUNT=2', '20261207', ['2026-12-07', '2026-12-14']],
  ])('follows %s from %s', (rule, start, expected) => {
    const found = dates(calendar(`UID:a\nDTSTART;VALUE=DATE:${start}\nRRULE:${rule}`));
    expect(found.slice(0, expected.length)).toEqual(expected);
  });

  it('may be several calendars in one file', () => {
    const one = calendar('UID:a\nDTSTART;VALUE=DATE:20261224');
    expect(dates(`${one}\r\n${calendar('UID:a\nDTSTART;VALUE=DATE:20261231')}`)).toEqual(['2026-12-24', '2026-12-31']);
  });

  it.each([
    ['no calendar', 'hello'],
    ['cut off', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n'],
    ['a date that does not exist', calendar('UID:a\nDTSTART;VALUE=DATE:20260231')],
    ['an exception that does not exist', calendar('UID:a\nDTSTART;VALUE=DATE:20260101\nEXDATE;VALUE=DATE:20261301')],
    ['years long', calendar('UID:a\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20290101')],
    [
      'more days than there can be days off',
      calendar(
        ...Array.from({ length: 260 }, (_, n) => `UID:${n}\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270201`),
      ),
    ],
    ['with a line that is none', calendar('UID:a\nDTSTART;VALUE=DATE:20260101\nnonsense')],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readCalendarDays(text, TODAY)).toThrow(expect.objectContaining({ code: 'blackouts_unreadable' }));
  });
});
