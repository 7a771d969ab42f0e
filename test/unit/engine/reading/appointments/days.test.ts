import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { localText } from '../../../../../domain/wall-instants.ts';
import { dayOf, dayStarts } from '../../../../../engine/reading/appointments/days.ts';

const table = loadZones();
const DAY_MS = 86_400_000;
// Half hours, gaps at midnight, a fold into the day before, and the far ends of the calendar.
const ZONES = [
  'America/Chicago',
  'Asia/Kolkata',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

const dateOf = (zone: string, atMs: number): number => Date.parse(localText(table, zone, atMs).slice(0, 10)) / DAY_MS;

it('puts every moment into the day that the calendar on the wall shows, whatever the clocks do', () => {
  const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) });
  const near = fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, near, (zone, nowMs, awayMs) => {
      const apart = dateOf(zone, nowMs + awayMs) - dateOf(zone, nowMs);
      const expected = apart < 0 ? 'past' : apart === 0 ? 'today' : apart === 1 ? 'tomorrow' : 'later';
      expect(dayOf(dayStarts(table, zone, nowMs), nowMs + awayMs)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

it('knows days of 23 and 25 hours, and those that begin after a gap at midnight', () => {
  const hours = (zone: string, now: string): number => {
    const { todayMs, tomorrowMs } = dayStarts(table, zone, Date.parse(now));
    return (tomorrowMs - todayMs) / 3_600_000;
  };
  expect(hours('America/Chicago', '2026-03-08T18:00:00Z')).toBe(23);
  expect(hours('America/Chicago', '2026-11-01T18:00:00Z')).toBe(25);
  // Its clocks go from 24:00 to 01:00.
  const { todayMs } = dayStarts(table, 'Africa/Cairo', Date.parse('2026-04-24T12:00:00Z'));
  expect(localText(table, 'Africa/Cairo', todayMs)).toBe('2026-04-24T01:00');
});
