import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';
import { WEEKDAYS, type CallingHours } from '../../../domain/calling-hours.ts';
import { copyHours, sameHours } from '../../../domain/same-hours.ts';
import { nextOpenStretch } from '../../../domain/window.ts';

const window = fc.tuple(fc.constantFrom('09:00', '10:00'), fc.constantFrom('17:00', '24:00'));
const hours: fc.Arbitrary<CallingHours> = fc.record({
  weekly: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(window, { maxLength: 2 })])), {
    requiredKeys: [],
  }),
  blackoutDates: fc.array(fc.constantFrom('2026-11-24', '2026-12-25'), { maxLength: 2 }),
  skipFederalHolidays: fc.boolean(),
});

describe('sameHours', () => {
  it('says what comparing them as texts says', () => {
    fc.assert(
      fc.property(hours, hours, (a, b) => {
        const text = (of: CallingHours): string =>
          JSON.stringify([WEEKDAYS.map((day) => of.weekly[day]), of.blackoutDates, of.skipFederalHolidays]);
        expect(sameHours(a, b)).toBe(text(a) === text(b));
        expect(sameHours(a, copyHours(a))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an answer about hours that were asked about before', () => {
  it.each<[string, (changed: CallingHours) => unknown, string]>([
    ['a time', (changed) => changed.weekly.tue?.splice(0, 1, ['11:00', '17:00']), '2026-11-24T11:00Z'],
    [
      'a time in place',
      (changed) => changed.weekly.tue?.forEach((window) => (window[0] = '12:00')),
      '2026-11-24T12:00Z',
    ],
    ['a weekday that goes', (changed) => delete changed.weekly.tue, '2026-11-25T10:00Z'],
    ['a window more', (changed) => changed.weekly.tue?.push(['08:00', '09:00']), '2026-11-24T08:00Z'],
    ['a blackout date', (changed) => changed.blackoutDates.push('2026-11-24'), '2026-11-25T10:00Z'],
    ['another blackout date', (changed) => changed.blackoutDates.splice(0, 1, '2026-11-24'), '2026-11-25T10:00Z'],
  ])('follows %s that was changed in the same object', (_name, change, opens) => {
    const table = loadZones();
    const changing: CallingHours = {
      weekly: { tue: [['10:00', '17:00']], wed: [['10:00', '17:00']] },
      blackoutDates: ['2026-01-01'],
      skipFederalHolidays: false,
    };
    const ask = () =>
      nextOpenStretch({ zones: ['UTC'], hours: changing, marginMs: 0, table, fromMs: Date.parse('2026-11-24T00:00Z') });
    expect(ask()?.opensAtMs).toBe(Date.parse('2026-11-24T10:00Z'));
    change(changing);
    expect(ask()?.opensAtMs).toBe(Date.parse(opens));
  });
});
