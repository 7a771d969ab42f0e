import moment from 'moment-timezone';
import type { Rule } from '../../../../domain/recurrence/rule.ts';

type Day = moment.Moment;

/**
 * The local dates of a rule, found by asking each day of some years the sentences of RFC 5545 in another library's
 * calendar. Slow on purpose; knows UNTIL as a date only.
 */
export function slowDays(rule: Rule, firstDate: string, days: number): string[] {
  const first = moment.utc(firstDate);
  const found: string[] = [];
  for (let index = 0; index < days; index++) {
    const day = first.clone().add(index, 'days');
    if (!inPeriod(rule, first, day) || !matches(rule, first, day) || !isChosen(rule, first, day)) continue;
    if (rule.until?.kind === 'date' && day.valueOf() > rule.until.wallMs) break;
    found.push(day.format('YYYY-MM-DD'));
    if (found.length === rule.count) break;
  }
  return found;
}

const UNIT = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const;

function startOfPeriod(rule: Rule, day: Day): Day {
  if (rule.frequency !== 'WEEKLY') return day.clone().startOf(UNIT[rule.frequency]);
  const start = day.clone();
  while (start.isoWeekday() !== rule.weekStart + 1) start.subtract(1, 'day');
  return start;
}

const inPeriod = (rule: Rule, first: Day, day: Day): boolean =>
  startOfPeriod(rule, day).diff(startOfPeriod(rule, first), UNIT[rule.frequency]) % rule.interval === 0;

function matches(rule: Rule, first: Day, day: Day): boolean {
  const { frequency } = rule;
  const noDay = rule.days.length === 0 && rule.monthDays.length === 0;
  if (rule.months.length > 0 && !rule.months.includes(day.month() + 1)) return false;
  if (rule.monthDays.length > 0) {
    const fromEnd = day.date() - day.daysInMonth() - 1;
    if (!rule.monthDays.includes(day.date()) && !rule.monthDays.includes(fromEnd)) return false;
  }
  if (rule.days.length > 0) return rule.days.some((wanted) => isWanted(rule, wanted, day));
  if (!noDay || frequency === 'DAILY') return true;
  if (frequency === 'WEEKLY') return day.isoWeekday() === first.isoWeekday();
  if (day.date() !== first.date()) return false;
  return frequency === 'MONTHLY' || rule.months.length > 0 || day.month() === first.month();
}

/** By counting the weekdays of the same name before and behind it. */
function isWanted(rule: Rule, wanted: Rule['days'][number], day: Day): boolean {
  if (day.isoWeekday() !== wanted.weekday + 1) return false;
  if (wanted.nth === null) return true;
  const unit = rule.frequency === 'YEARLY' && rule.months.length === 0 ? 'year' : 'month';
  const step = wanted.nth > 0 ? -7 : 7;
  let place = 0;
  for (const at = day.clone(); at.isSame(day, unit); at.add(step, 'days')) place++;
  return place === Math.abs(wanted.nth);
}

function isChosen(rule: Rule, first: Day, day: Day): boolean {
  if (rule.positions.length === 0) return true;
  const start = startOfPeriod(rule, day);
  const end = start.clone().add(1, UNIT[rule.frequency]);
  const set: string[] = [];
  for (const at = start.clone(); at.isBefore(end); at.add(1, 'day')) {
    if (matches(rule, first, at)) set.push(at.format('YYYY-MM-DD'));
  }
  const index = set.indexOf(day.format('YYYY-MM-DD'));
  return rule.positions.includes(index + 1) || rule.positions.includes(index - set.length);
}
