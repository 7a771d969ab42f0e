import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarSpecs, type CalendarSpec } from '../../../domain/calendar-specs.ts';

const HOUR_MS = 3_600_000;

/** Reads a spec as a scheduler does: every time that matches all of its fields. */
const instantsOf = (spec: CalendarSpec): number[] =>
  spec.days.flatMap(({ start, end }) =>
    Array.from({ length: end - start + 1 }, (_, at) =>
      Date.UTC(spec.year, spec.month - 1, start + at, spec.hour, spec.minute, spec.second),
    ),
  );

describe('calendar specs', () => {
  it('name exactly the instants, each once', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0) / 1_000, max: Date.UTC(2028, 0) / 1_000 });
    // Few different times of day, so that days really are put together.
    const hourly = fc.integer({ min: 490_000, max: 493_000 }).map((hour) => hour * 3_600);
    fc.assert(
      fc.property(fc.array(fc.oneof(instant, hourly), { maxLength: 300 }), (seconds) => {
        const instants = seconds.map((second) => second * 1_000);
        const named = calendarSpecs(instants).flatMap(instantsOf);
        expect(named.toSorted((a, b) => a - b)).toEqual([...new Set(instants)].toSorted((a, b) => a - b));
      }),
    );
  });

  it('put the days of a month together, and never two times of day', () => {
    const first = Date.UTC(2026, 9, 25, 13, 30);
    const days = [0, 1, 2, 4].map((day) => first + day * 24 * HOUR_MS);
    expect(calendarSpecs([...days, first + 7 * 24 * HOUR_MS + HOUR_MS])).toEqual([
      {
        year: 2026,
        month: 10,
        days: [
          { start: 25, end: 27 },
          { start: 29, end: 29 },
        ],
        hour: 13,
        minute: 30,
        second: 0,
      },
      { year: 2026, month: 11, days: [{ start: 1, end: 1 }], hour: 14, minute: 30, second: 0 },
    ]);
    expect(calendarSpecs([])).toEqual([]);
  });
});
