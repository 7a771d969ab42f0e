import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDate } from '../../../../../engine/campaigns/blackouts/read-date.ts';

describe('a date', () => {
  it.each([
    ['2027-07-04', '2027-07-04'],
    ['2027/7/4', '2027-07-04'],
    ['20270704', '2027-07-04'],
    ['2027-07-04 00:00:00', '2027-07-04'],
    ['4.7.2027', '2027-07-04'],
    ['25/12/2027', '2027-12-25'],
    ['12/25/2027', '2027-12-25'],
    ['3/3/2027', '2027-03-03'],
    ['July 4, 2027', '2027-07-04'],
    ['Jul 4 2027', '2027-07-04'],
    ['4th of July', undefined],
    ['4-Jul-2027', '2027-07-04'],
    ['Sunday, July 4, 2027', '2027-07-04'],
    ['1st January 2027', '2027-01-01'],
    ['4/7/27', undefined],
    ['31.2.2027', undefined],
    ['2027-02-29', undefined],
    ['13/13/2027', undefined],
    ['2027-07-04 09:00', undefined],
    ['', undefined],
  ])('"%s" is %s', (text, date) => {
    expect(readDate(text)).toEqual(date === undefined ? { problem: 'unreadable' } : { date });
  });

  it('that may be read in two ways is not guessed, and read when the order is told', () => {
    expect(readDate('3/4/2027')).toEqual({ problem: 'ambiguous' });
    expect(readDate('3-4-2027')).toEqual({ problem: 'ambiguous' });
    expect(readDate('3/4/2027', 'dmy')).toEqual({ date: '2027-04-03' });
    expect(readDate('3/4/2027', 'mdy')).toEqual({ date: '2027-03-04' });
    // What the order cannot mean is refused, not turned round.
    expect(readDate('25/12/2027', 'mdy')).toEqual({ problem: 'unreadable' });
  });

  it('comes back the same however it was written', () => {
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (instant) => {
        const date = instant.toISOString().slice(0, 10);
        const [year = '', month = '', day = ''] = date.split('-');
        const name = instant.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
        expect(readDate(date)).toEqual({ date });
        expect(readDate(`${Number(day)}.${Number(month)}.${year}`)).toEqual({ date });
        expect(readDate(`${name} ${Number(day)}, ${year}`)).toEqual({ date });
        expect(readDate(`${day}/${month}/${year}`, 'dmy')).toEqual({ date });
        expect(readDate(`${month}/${day}/${year}`, 'mdy')).toEqual({ date });
      }),
    );
  });
});
