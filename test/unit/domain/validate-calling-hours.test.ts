import { describe, expect, it } from 'vitest';
import { DEFAULT_CALLING_HOURS, type CallingHours } from '../../../domain/calling-hours.ts';
import { validateCallingHours } from '../../../domain/validate-calling-hours.ts';

const codes = (hours: Partial<CallingHours>): string[] =>
  validateCallingHours({ ...DEFAULT_CALLING_HOURS, ...hours }).map(({ path, code }) => `${path} ${code}`);

describe('validateCallingHours', () => {
  it('accepts the default, windows across midnight and an end at 24:00', () => {
    expect(codes({})).toEqual([]);
    expect(
      codes({
        weekly: {
          fri: [
            ['22:00', '02:00'],
            ['08:00', '12:00'],
          ],
          sat: [['10:00', '24:00']],
        },
      }),
    ).toEqual([]);
  });

  it.each<[string, string]>([
    ['9:00', '17:00'],
    ['09:60', '17:00'],
    ['24:00', '01:00'],
    ['09:00', '24:01'],
    ['nine', '17:00'],
  ])('says that %s-%s is no window', (start, end) => {
    expect(codes({ weekly: { mon: [[start, end]] } })).toEqual(['weekly.mon[0] bad_time']);
  });

  it('says when a window is empty, overlaps another, or none is left', () => {
    expect(codes({ weekly: { mon: [['09:00', '09:00']] } })).toEqual(['weekly.mon[0] empty_window']);
    expect(
      codes({
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      }),
    ).toEqual(['weekly.mon[1] overlapping_windows']);
    expect(codes({ weekly: {} })).toEqual(['weekly never_open']);
    expect(codes({ weekly: { mon: [] } })).toEqual(['weekly never_open']);
  });

  it('says which date does not exist', () => {
    expect(codes({ blackoutDates: ['2026-12-24', '2026-02-30', '24.12.2026'] })).toEqual([
      'blackoutDates[1] bad_date',
      'blackoutDates[2] bad_date',
    ]);
  });

  it('looks at the windows of a channel as at the others, and asks each channel that is used for one', () => {
    expect(codes({ channels: { sms: { mon: [['9:00', '17:00']] } } })).toEqual(['channels.sms.mon[0] bad_time']);
    expect(codes({ channels: { sms: {} } })).toEqual(['channels.sms never_open']);
    const onlyTexts: CallingHours = {
      ...DEFAULT_CALLING_HOURS,
      weekly: {},
      channels: { sms: { mon: [['09:00', '17:00']] } },
    };
    expect(validateCallingHours(onlyTexts, { channels: ['sms'] })).toEqual([]);
    expect(validateCallingHours(onlyTexts, { channels: ['call', 'sms'] })).toMatchObject([
      { path: 'weekly', code: 'never_open' },
    ]);
  });

  it('names the calendars that there are when one is unknown', () => {
    const hours = { ...DEFAULT_CALLING_HOURS, holidays: ['us-federal', 'moon'] };
    expect(validateCallingHours(hours, { calendars: ['us-federal', 'gb-england'] })).toEqual([
      {
        path: 'holidays[1]',
        code: 'unknown_calendar',
        message: '"moon" is no holiday calendar; there are: us-federal, gb-england',
      },
    ]);
  });
});
