/** Days of one month at one time of day, in UTC. Every number stands for itself: nothing is left to a zone. */
export interface CalendarSpec {
  year: number;
  /** From 1. */
  month: number;
  /** Ascending. */
  days: { start: number; end: number }[];
  hour: number;
  minute: number;
  second: number;
}

/**
 * Writes instants (whole seconds) as calendar specs that name exactly them: a scheduler that is given these and UTC
 * has no clock change to misread. A daily campaign of two months is a handful of them.
 */
export function calendarSpecs(instants: readonly number[]): CalendarSpec[] {
  const specs = new Map<string, CalendarSpec>();
  for (const atMs of [...new Set(instants)].sort((a, b) => a - b)) {
    const at = new Date(atMs);
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
    const key = [year, month, hour, minute, second].join(' ');
    const spec = specs.get(key) ?? { year, month, days: [], hour, minute, second };
    const last = spec.days.at(-1);
    if (last && day <= last.end + 1) last.end = day;
    else spec.days.push({ start: day, end: day });
    specs.set(key, spec);
  }
  return [...specs.values()];
}
