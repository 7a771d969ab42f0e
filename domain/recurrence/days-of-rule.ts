import { weekdayIndex } from '../wall-clock.ts';
import type { Rule } from './rule.ts';

const DAY_MS = 86_400_000;
/** Days that are looked at for one answer: 120 years of them, three times what a rule that can come true needs. */
const MOST_DAYS = 44_000;
/** 31 December 9999: dates are written with four digits. */
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS;

interface Calendar {
  year: number;
  /** From 1. */
  month: number;
  date: number;
  daysOfMonth: number;
}

/**
 * The local dates (days since 1 January 1970) of a rule that begins with `firstDay`, ascending, from the period that
 * holds `fromDay` on, at most to `lastDay`. `firstDay` is one of them only if the rule says so. COUNT is kept, UNTIL
 * is the caller's. The work is bounded: a rule that never comes true yields nothing.
 */
export function* daysOfRule(
  rule: Rule,
  firstDay: number,
  fromDay = firstDay,
  lastDay = LAST_DAY,
): Generator<number, void, void> {
  const holds = predicateOf(rule, firstDay);
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  let looked = 0;
  // What is counted must be counted from the first one on.
  for (let index = rule.count === null ? periodOf(rule, firstDay, fromDay) : 0; ; index++) {
    const { start, length } = period(rule, firstDay, index);
    if (start > Math.min(lastDay, LAST_DAY) || looked > MOST_DAYS) return;
    looked += length;
    const days: number[] = [];
    for (let day = start; day < start + length; day++) if (holds(day)) days.push(day);
    for (const day of chosen(days, rule.positions)) {
      if (day < firstDay) continue;
      if (day > lastDay || left-- <= 0) return;
      yield day;
    }
  }
}

function chosen(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days;
  return days.filter((_, index) => positions.includes(index + 1) || positions.includes(index - days.length));
}

function period(rule: Rule, firstDay: number, index: number): { start: number; length: number } {
  const steps = index * rule.interval;
  if (rule.frequency === 'DAILY') return { start: firstDay + steps, length: 1 };
  if (rule.frequency === 'WEEKLY') return { start: weekOf(rule, firstDay) + steps * 7, length: 7 };
  const { year, month } = calendarOf(firstDay);
  const ofYear = rule.frequency === 'YEARLY';
  const start = ofYear ? dayNumber(year + steps, 1) : dayNumber(year, month + steps);
  return { start, length: (ofYear ? dayNumber(year + steps + 1, 1) : dayNumber(year, month + steps + 1)) - start };
}

/** The last period that begins no later than `fromDay`. */
function periodOf(rule: Rule, firstDay: number, fromDay: number): number {
  const first = calendarOf(firstDay);
  const from = calendarOf(fromDay);
  const passed = {
    DAILY: fromDay - firstDay,
    WEEKLY: Math.floor((fromDay - weekOf(rule, firstDay)) / 7),
    MONTHLY: (from.year - first.year) * 12 + from.month - first.month,
    YEARLY: from.year - first.year,
  };
  return Math.max(0, Math.floor(passed[rule.frequency] / rule.interval));
}

const weekOf = (rule: Rule, day: number): number => day - ((weekdayIndex(day) - rule.weekStart + 7) % 7);

/** What a rule leaves open is said by its first day (RFC 5545: "information from DTSTART"). */
function predicateOf(rule: Rule, firstDay: number): (day: number) => boolean {
  const first = calendarOf(firstDay);
  const { frequency, months, days } = rule;
  const noDay = days.length === 0 && rule.monthDays.length === 0;
  const monthDays = noDay && (frequency === 'MONTHLY' || frequency === 'YEARLY') ? [first.date] : rule.monthDays;
  const wantedMonths = noDay && frequency === 'YEARLY' && months.length === 0 ? [first.month] : months;
  const plainDays = noDay && frequency === 'WEEKLY' ? [{ weekday: weekdayIndex(firstDay), nth: null }] : days;
  const inYear = frequency === 'YEARLY' && months.length === 0;
  return (day) => {
    const at = calendarOf(day);
    if (wantedMonths.length > 0 && !wantedMonths.includes(at.month)) return false;
    if (monthDays.length > 0 && !monthDays.some((date) => date === at.date || date === at.date - at.daysOfMonth - 1)) {
      return false;
    }
    const weekday = weekdayIndex(day);
    return (
      plainDays.length === 0 ||
      plainDays.some(
        (wanted) => wanted.weekday === weekday && (wanted.nth === null || isNth(wanted.nth, day, at, inYear)),
      )
    );
  };
}

function isNth(nth: number, day: number, at: Calendar, inYear: boolean): boolean {
  const place = inYear ? day - dayNumber(at.year, 1) + 1 : at.date;
  const length = inYear ? dayNumber(at.year + 1, 1) - dayNumber(at.year, 1) : at.daysOfMonth;
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
}

function calendarOf(day: number): Calendar {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return { year, month, date: date.getUTCDate(), daysOfMonth: dayNumber(year, month + 1) - dayNumber(year, month) };
}

/** The first of a month; months beyond 12 are those of the next years. */
const dayNumber = (year: number, month: number): number => Date.UTC(year, month - 1, 1) / DAY_MS;
