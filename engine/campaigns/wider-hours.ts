import { DEFAULT_CALLING_HOURS, WEEKDAYS, type CallingHours } from '../../domain/calling-hours.ts';

/**
 * Whether these hours allow a moment that the safe default does not. Widening is possible, but only on purpose,
 * until rule sets decide by state.
 */
export function isWiderThanDefault(hours: CallingHours): boolean {
  if (!hours.skipFederalHolidays) return true;
  return WEEKDAYS.some((weekday) =>
    (hours.weekly[weekday] ?? []).some(([start, end]) => {
      // Times are HH:MM, so text order is time order; an end before its start crosses midnight.
      const safe = DEFAULT_CALLING_HOURS.weekly[weekday] ?? [];
      return end < start || !safe.some(([safeStart, safeEnd]) => start >= safeStart && end <= safeEnd);
    }),
  );
}
