import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../../../domain/recurrence/describe-rule.ts';
import { readRule } from '../../../../domain/recurrence/read-rule.ts';

const read = (text: string, firstLocal?: string) => readRule(text, firstLocal === undefined ? {} : { firstLocal });

describe('plain English', () => {
  it.each([
    ['every day 09:30', 'FREQ=DAILY', 'every day at 09:30'],
    ['daily at 9am', 'FREQ=DAILY', 'every day at 09:00'],
    ['every 3 days', 'FREQ=DAILY;INTERVAL=3', 'every 3 days'],
    ['every other day at noon', 'FREQ=DAILY;INTERVAL=2', 'every 2 days at 12:00'],
    ['every weekday 8:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday at 08:00'],
    ['weekdays at 8:30 pm', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday at 20:30'],
    ['Every Tuesday 09:30', 'FREQ=WEEKLY;BYDAY=TU', 'every week on Tuesday at 09:30'],
    ['Tuesdays and Thursdays, 10:00', 'FREQ=WEEKLY;BYDAY=TU,TH', 'every week on Tue and Thu at 10:00'],
    ['every 2nd Tuesday 09:30', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every 2 weeks on Tuesday at 09:30'],
    ['every other tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every 2 weeks on Tuesday'],
    ['every second Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every 2 weeks on Tuesday'],
    ['every 3rd Friday', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=FR', 'every 3 weeks on Friday'],
    ['2nd Tuesday of the month', 'FREQ=MONTHLY;BYDAY=2TU', 'every month on the 2nd Tuesday'],
    ['every 2nd Tuesday of the month at 9:30', 'FREQ=MONTHLY;BYDAY=2TU', 'every month on the 2nd Tuesday at 09:30'],
    ['the last Friday of every month', 'FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday'],
    ['monthly on the last Friday', 'FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday'],
    ['1st and 3rd Monday', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'every month on the 1st Mon and the 3rd Mon'],
    ['last weekday of the month', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on the last weekday'],
    ['every 2 weeks on Mon, Wed 10:00', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'every 2 weeks on Mon and Wed at 10:00'],
    ['fortnightly on Fridays', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 'every 2 weeks on Friday'],
    ['monthly on the 15th', 'FREQ=MONTHLY;BYMONTHDAY=15', 'every month on the 15th'],
    ['every month on the 1st and 15th', 'FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month on the 1st and 15th'],
    ['monthly on the 31st', 'FREQ=MONTHLY;BYMONTHDAY=31', 'every month on the 31st (not in months without one)'],
    ['last day of the month', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
    ['every 3 months on the 10th', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10', 'every 3 months on the 10th'],
    ['yearly on 15 March', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15', 'every year on the 15th of March'],
    [
      'every year on March 15th 08:00',
      'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15',
      'every year on the 15th of March at 08:00',
    ],
    ['every week on Monday, 6 times', 'FREQ=WEEKLY;BYDAY=MO;COUNT=6', 'every week on Monday 6 times'],
    [
      'every Monday 9:00 until 31 Dec 2026',
      'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231',
      'every week on Monday at 09:00 until 31 Dec 2026',
    ],
    ['every Monday until 2026-12-31', 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231', 'every week on Monday until 31 Dec 2026'],
  ])('reads "%s"', (text, rrule, words) => {
    expect(read(text)).toMatchObject({ ok: true, rrule, words });
  });

  it('says the time of day that a text has', () => {
    expect(read('every weekday 8:00')).toMatchObject({ at: '08:00' });
    expect(read('every weekday')).toMatchObject({ at: null });
  });

  it.each([
    '',
    'tuesday',
    'sometimes',
    'every',
    'every blue Monday',
    'every 2 Tuesdays',
    'every 0 days',
    'every Monday 25:00',
    'every Monday 9:00 and 10:00',
    'every Monday until whenever',
    'every Monday until 12/31/2026',
    'every 2nd Tuesday of the year',
    'monthly on the 32nd',
    'every 6th of never',
    'every month on',
    'every Monday 9:00 except holidays',
    'every marathon',
  ])('does not guess at "%s"', (text) => {
    expect(read(text)).toMatchObject({ ok: false, code: 'rule_unreadable' });
  });
});

describe('RRULE', () => {
  it.each([
    ['RRULE:FREQ=WEEKLY;BYDAY=TU;INTERVAL=2', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['freq=monthly;byday=+2tu', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0', 'FREQ=DAILY'],
    ['FREQ=WEEKLY;WKST=SU;UNTIL=20261231T235959Z', 'FREQ=WEEKLY;WKST=SU;UNTIL=20261231T235959Z'],
  ])('reads %s as one text', (text, rrule) => {
    expect(read(text)).toMatchObject({ ok: true, rrule });
  });

  it.each([
    'FREQ=HOURLY',
    'FREQ=DAILY;BYHOUR=9,17',
    'FREQ=DAILY;BYSECOND=30;BYHOUR=1',
    'FREQ=DAILY;COUNT=3;UNTIL=20261231',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=1.5',
    'FREQ=DAILY;BYDAY=1MO',
    'FREQ=WEEKLY;BYMONTHDAY=3',
    'FREQ=WEEKLY;BYSETPOS=1',
    'FREQ=MONTHLY;BYDAY=0MO',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYEASTER=1',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;DTSTART:20260101',
    'FREQ=',
  ])('refuses %s', (text) => {
    expect(read(text)).toMatchObject({ ok: false, code: 'rule_unreadable' });
  });

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31', 'FREQ=MONTHLY;BYDAY=6MO'])(
    'refuses %s, which never comes true',
    (text) => {
      expect(read(text)).toMatchObject({ ok: false, code: 'rule_never' });
    },
  );

  it('refuses a rule that only its first day keeps from coming true', () => {
    expect(read('FREQ=DAILY;INTERVAL=7;BYDAY=MO')).toMatchObject({ ok: true });
    expect(read('FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-12-08T09:30')).toMatchObject({ ok: false, code: 'rule_never' });
  });

  it('refuses a rule that is over before it begins, and one that says another time than its first', () => {
    expect(read('every Tuesday until 2026-12-07', '2026-12-08T09:30')).toMatchObject({ ok: false, code: 'rule_over' });
    expect(read('every Tuesday until 2026-12-08', '2026-12-08T09:30')).toMatchObject({ ok: true });
    expect(read('every Tuesday 10:00', '2026-12-08T09:30')).toMatchObject({ ok: false, code: 'rule_time' });
  });
});

describe('words', () => {
  it.each([
    ['FREQ=WEEKLY', '2026-12-08T09:30', 'every week on Tuesday at 09:30'],
    ['FREQ=MONTHLY', '2026-12-31T09:30', 'every month on the 31st (not in months without one) at 09:30'],
    ['FREQ=YEARLY', '2026-12-08T09:30', 'every year on the 8th of December at 09:30'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', undefined, 'every month on Friday if it is the 13th'],
    ['FREQ=DAILY;BYMONTH=1,2', undefined, 'every day in January and February'],
    ['FREQ=WEEKLY;BYDAY=MO;COUNT=1', undefined, 'every week on Monday once'],
    ['FREQ=YEARLY;BYDAY=20MO', undefined, 'every year on the 20th Monday of the year'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', undefined, 'every year on the 4th Thursday of November'],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', undefined, 'every month on the 3rd to last day'],
  ])('says %s from %s', (rrule, firstLocal, words) => {
    expect(describeRule(rrule, firstLocal)).toBe(words);
  });
});

describe('any text', () => {
  it('is answered, never thrown at and never followed for ever', () => {
    const piece = fc.constantFrom(
      'every',
      'other',
      '2nd',
      'last',
      'tuesday',
      'mon,',
      'weekday',
      'of',
      'the',
      'month',
      'monthly',
      'on',
      '15th',
      '31',
      '9:30',
      '5pm',
      'until',
      '2026-12-31',
      '3',
      'times',
      'FREQ=YEARLY',
      ';',
      'BYMONTHDAY=31',
      'BYMONTH=2',
      'INTERVAL=999',
      'COUNT=9999',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
    );
    fc.assert(
      fc.property(text, (words) => {
        const answer = read(words, '2026-12-08T09:30');
        const again = answer.ok ? readRule(answer.rrule) : answer;
        expect(again).toMatchObject(answer.ok ? { ok: true, rrule: answer.rrule } : { ok: false });
      }),
      { numRuns: 500 },
    );
  });
});
