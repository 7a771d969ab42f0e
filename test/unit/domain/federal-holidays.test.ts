import { describe, expect, it } from 'vitest';
import { federalHolidays, isFederalHoliday } from '../../../domain/federal-holidays.ts';

const dates = (year: number): string[] =>
  [...federalHolidays(year)].sort((a, b) => a - b).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const isHoliday = (date: string): boolean => isFederalHoliday(Date.parse(`${date}T00:00Z`) / 86_400_000);

describe('federalHolidays', () => {
  it('has the dates of 2026, with Independence Day on its date and on the Friday before', () => {
    expect(dates(2026)).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-07-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
  });

  it('observes a Sunday holiday on Monday and a Saturday New Year on 31 December', () => {
    expect(isHoliday('2027-07-05')).toBe(true);
    expect(isHoliday('2027-12-31')).toBe(true);
    expect(isHoliday('2028-01-01')).toBe(true);
    expect(isHoliday('2027-12-24')).toBe(true);
    expect(isHoliday('2023-01-02')).toBe(true);
    expect(isHoliday('2022-12-31')).toBe(false);
  });

  it('knows Juneteenth from 2021 on', () => {
    expect(isHoliday('2020-06-19')).toBe(false);
    expect(isHoliday('2021-06-18')).toBe(true);
  });
});
