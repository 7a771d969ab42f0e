import { expect, it } from 'vitest';
import { DEFAULT_CALLING_HOURS, type CallingHours } from '../../../../domain/calling-hours.ts';
import { isWiderThanDefault } from '../../../../engine/campaigns/wider-hours.ts';

const hours = (change: Partial<CallingHours>): CallingHours => ({ ...DEFAULT_CALLING_HOURS, weekly: {}, ...change });

it('takes the default and everything inside it', () => {
  expect(isWiderThanDefault(DEFAULT_CALLING_HOURS)).toBe(false);
  expect(
    isWiderThanDefault(
      hours({
        weekly: {
          tue: [
            ['10:00', '11:00'],
            ['16:00', '17:00'],
          ],
        },
      }),
    ),
  ).toBe(false);
  expect(isWiderThanDefault(hours({ blackoutDates: ['2026-12-24'] }))).toBe(false);
});

it('sees one minute, one day or one holiday too many', () => {
  expect(isWiderThanDefault(hours({ weekly: { tue: [['09:59', '11:00']] } }))).toBe(true);
  expect(isWiderThanDefault(hours({ weekly: { tue: [['10:00', '17:01']] } }))).toBe(true);
  expect(isWiderThanDefault(hours({ weekly: { tue: [['00:00', '24:00']] } }))).toBe(true);
  expect(isWiderThanDefault(hours({ weekly: { sat: [['11:00', '12:00']] } }))).toBe(true);
  expect(isWiderThanDefault(hours({ weekly: { tue: [['10:00', '11:00']] }, skipFederalHolidays: false }))).toBe(true);
});

it('sees a window across midnight as wider', () => {
  expect(isWiderThanDefault(hours({ weekly: { tue: [['16:00', '10:30']] } }))).toBe(true);
});
