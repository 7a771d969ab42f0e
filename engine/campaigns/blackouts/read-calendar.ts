import ICAL from 'ical.js';
import { parseLocalDay } from '../../../domain/wall-clock.ts';
import { EngineError } from '../../error.ts';
import { isReadableRule } from './is-readable-rule.ts';
import { unreadableDays, type DaysRead, type NamedDay, type SkippedEntry } from './named-day.ts';

const DAY_MS = 86_400_000;
/** Recurring days are written out this far ahead. */
const HORIZON_DAYS = 3 * 366;
const LONGEST_EVENT_DAYS = 400;
/** Of all events together: a few thousand long ones would fill the memory with days. */
const MOST_DAYS = 100_000;

/**
 * Reads days off from an iCalendar file (RFC 5545): events of whole days, with all the days that they last; recurring
 * ones from today for three years. Events with a time of day are no days off and are named as skipped.
 * `today`: days since 1 January 1970. Throws EngineError `blackouts_unreadable`.
 */
export function readCalendarDays(text: string, today: number): DaysRead {
  refuseBadDates(text);
  const calendars = text.match(/BEGIN:VCALENDAR[\s\S]*?END:VCALENDAR/gi);
  if (!calendars) throw unreadableDays([], 'This is no iCalendar file: it has no BEGIN:VCALENDAR and END:VCALENDAR.');
  try {
    return readEvents(calendars, today);
  } catch (error) {
    // The library's own errors, also those of a rule that cannot be followed.
    if (error instanceof EngineError) throw error;
    throw unreadableDays([], `The calendar cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readEvents(calendars: readonly string[], today: number): DaysRead {
  const days: NamedDay[] = [];
  const skipped: SkippedEntry[] = [];
  const budget = { left: MOST_DAYS };
  for (const calendar of calendars) {
    for (const component of ICAL.Component.fromString(calendar).getAllSubcomponents('vevent')) {
      const event = new ICAL.Event(component, { strictExceptions: true });
      // What changes a single occurrence is read with the event that recurs.
      if (event.isRecurrenceException()) continue;
      const reason = whySkipped(event);
      if (reason !== undefined) skipped.push({ name: nameOf(event), reason });
      else for (const day of daysOf(event, today, budget)) days.push(day);
    }
  }
  return { days, skipped };
}

/** The library reads the 31st of February as the 3rd of March. */
function refuseBadDates(text: string): void {
  const problems = text.split(/\r?\n/).flatMap((line, index) => {
    if (!/^(?:DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)[;:]/i.test(line)) return [];
    const bad = [...line.slice(line.lastIndexOf(':') + 1).matchAll(/(\d{4})(\d{2})(\d{2})/g)].find(
      ([, year, month, day]) => parseLocalDay(`${year}-${month}-${day}`) === undefined,
    );
    return bad ? [{ row: index + 1, message: `"${bad[0]}" is no date` }] : [];
  });
  if (problems.length > 0) throw unreadableDays(problems);
}

const nameOf = (event: ICAL.Event): string => String(event.summary ?? '');

function whySkipped(event: ICAL.Event): string | undefined {
  const { component } = event;
  if (!component.hasProperty('dtstart')) return 'has no date';
  if (isCancelled(component)) return 'is cancelled';
  if (!event.startDate.isDate) return 'has a time of day: days off are whole days';
  const rules = component.getAllProperties('rrule').map((property) => property.getFirstValue());
  const readable = !component.hasProperty('exrule') && rules.every((rule) => isReadableRule(rule, event.startDate));
  return readable ? undefined : 'recurs in a way that is not read here: write its dates out';
}

const isCancelled = (component: ICAL.Component): boolean =>
  String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';

function daysOf(event: ICAL.Event, today: number, budget: { left: number }): NamedDay[] {
  if (!event.isRecurring()) return span(event, event.startDate, event.endDate, budget);
  const days: NamedDay[] = [];
  const occurrences = event.iterator();
  for (;;) {
    const at: ICAL.Time | null | undefined = occurrences.next();
    if (!at || dayOf(at) > today + HORIZON_DAYS) return days;
    spend(event, budget, 1);
    const { item, startDate, endDate } = event.getOccurrenceDetails(at);
    if (dayOf(endDate) > today && !isCancelled(item.component)) days.push(...span(item, startDate, endDate, budget));
  }
}

function spend(event: ICAL.Event, budget: { left: number }, count: number): void {
  budget.left -= count;
  if (budget.left < 0) throw unreadableDays([], `With "${nameOf(event)}" there are more days than days off can be.`);
}

/** Every day that an event lasts. Its end is the day after, or, as some write it, the same day. */
function span(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, budget: { left: number }): NamedDay[] {
  const first = dayOf(start);
  const count = Math.max(1, dayOf(end) - first);
  if (count > LONGEST_EVENT_DAYS) throw unreadableDays([], `"${nameOf(event)}" lasts ${count} days.`);
  spend(event, budget, count);
  return Array.from({ length: count }, (_, index) => ({
    date: new Date((first + index) * DAY_MS).toISOString().slice(0, 10),
    name: nameOf(event),
  }));
}

const dayOf = ({ year, month, day }: ICAL.Time): number => Date.UTC(year, month - 1, day) / DAY_MS;
