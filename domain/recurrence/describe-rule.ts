import { weekdayIndex } from '../wall-clock.ts';
import { parseRule } from './parse-rule.ts';
import { parseFirst, type Rule, type RuleDay } from './rule.ts';

const DAY_MS = 86_400_000;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const SHORT_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A rule in words, "every 2 weeks on Tuesday at 09:30", so that a person sees what was understood. `firstLocal` says
 * what the rule leaves open. Throws RangeError for a rule that cannot be read.
 */
export function describeRule(rrule: string, firstLocal?: string): string {
  const parsed = parseRule(rrule);
  if (!parsed.ok) throw new RangeError(parsed.message);
  return sayRule(parsed.rule, firstLocal === undefined ? undefined : parseFirst(firstLocal), parsed.at);
}

/** As describeRule, of a rule that is read already. `at`: its time of day where no first time says it. */
export function sayRule(rule: Rule, first: { day: number; minutes: number } | undefined, at: string | null): string {
  const words = [sayDays(rule, first?.day)];
  const time = first ? new Date(first.minutes * 60_000).toISOString().slice(11, 16) : at;
  if (time !== null) words.push(`at ${time}`);
  if (rule.count !== null) words.push(rule.count === 1 ? 'once' : `${rule.count} times`);
  if (rule.until) words.push(`until ${sayUntil(rule.until)}`);
  return words.join(' ');
}

function sayDays(rule: Rule, firstDay: number | undefined): string {
  const { frequency, interval } = rule;
  if (frequency === 'DAILY') {
    if (interval === 1 && isWorkingWeek(rule) && rule.positions.length === 0) return withMonths('every weekday', rule);
    return withMonths(every(interval, 'day'), rule, limits(rule));
  }
  if (frequency === 'WEEKLY') {
    if (interval === 1 && isWorkingWeek(rule) && rule.positions.length === 0) return withMonths('every weekday', rule);
    const days = rule.days.length > 0 ? rule.days : dayOf(firstDay);
    return withMonths(every(interval, 'week'), rule, onDays(days, rule.positions));
  }
  if (frequency === 'MONTHLY') return withMonths(every(interval, 'month'), rule, onDate(rule, firstDay));
  return sayYear(rule, firstDay);
}

function sayYear(rule: Rule, firstDay: number | undefined): string {
  const on = onDate(rule, firstDay);
  if (rule.months.length > 0) return `${every(rule.interval, 'year')}${on} of ${list(rule.months.map(monthName))}`;
  const first = firstDay === undefined ? undefined : new Date(firstDay * DAY_MS);
  if (rule.days.length === 0 && rule.monthDays.length === 0) {
    return `${every(rule.interval, 'year')}${first ? `${on} of ${monthName(first.getUTCMonth() + 1)}` : ''}`;
  }
  return `${every(rule.interval, 'year')}${on}${rule.days.some(({ nth }) => nth !== null) ? ' of the year' : ' of each month'}`;
}

const every = (interval: number, unit: string): string =>
  interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;

const withMonths = (words: string, rule: Rule, rest = ''): string =>
  `${words}${rest}${rule.months.length > 0 ? ` in ${list(rule.months.map(monthName))}` : ''}`;

const dayOf = (firstDay: number | undefined): RuleDay[] =>
  firstDay === undefined ? [] : [{ weekday: weekdayIndex(firstDay), nth: null }];

function onDays(days: readonly RuleDay[], positions: readonly number[]): string {
  if (days.length === 0) return '';
  return positions.length > 0 ? ` on the ${list(positions.map(ordinal))} of ${dayList(days)}` : ` on ${dayList(days)}`;
}

function limits(rule: Rule): string {
  const dates = rule.monthDays.length > 0 ? ` if it is the ${list(rule.monthDays.map(sayDate))}` : '';
  return `${dates}${rule.days.length > 0 ? `${dates ? ' and' : ' if it is'} ${dayList(rule.days, 'or')}` : ''}${choice(rule)}`;
}

const choice = (rule: Rule): string =>
  rule.positions.length > 0 ? ` (the ${list(rule.positions.map(ordinal))} of them)` : '';

function onDate(rule: Rule, firstDay: number | undefined): string {
  if (rule.days.length > 0) {
    const dates = rule.monthDays.length > 0 ? ` if it is the ${list(rule.monthDays.map(sayDate), 'or')}` : '';
    if (rule.positions.length > 0 && dates === '' && rule.days.every(({ nth }) => nth === null)) {
      return ` on the ${list(rule.positions.map(ordinal))} ${isWorkingWeek(rule) ? 'weekday' : dayList(rule.days, 'or')}`;
    }
    return ` on ${dayList(rule.days)}${dates}${choice(rule)}`;
  }
  const first = firstDay === undefined ? [] : [new Date(firstDay * DAY_MS).getUTCDate()];
  const dates = rule.monthDays.length > 0 ? rule.monthDays : first;
  if (dates.length === 0) return '';
  return ` on the ${list(dates.map(sayDate))}${rarely(dates)}${choice(rule)}`;
}

/** The 31st is in seven months only, and people expect it in each. */
const rarely = (dates: readonly number[]): string =>
  dates.some((date) => Math.abs(date) > 28) ? ' (not in months without one)' : '';

const isWorkingWeek = ({ days }: Rule): boolean =>
  days.length === 5 &&
  [0, 1, 2, 3, 4].every((wanted) => days.some(({ weekday, nth }) => weekday === wanted && nth === null));

function dayList(days: readonly RuleDay[], word = 'and'): string {
  const names = days.length > 1 ? SHORT_DAYS : DAYS;
  return list(
    days.map(({ weekday, nth }) => `${nth === null ? '' : `the ${ordinal(nth)} `}${names[weekday] ?? ''}`),
    word,
  );
}

const sayDate = (date: number): string =>
  date > 0 ? ordinal(date) : date === -1 ? 'last day' : `${ordinal(date)} day`;

function ordinal(value: number): string {
  if (value === -1) return 'last';
  if (value < 0) return `${ordinal(-value)} to last`;
  const tens = value % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}

const monthName = (month: number): string => MONTHS[month - 1] ?? '';

function list(words: readonly string[], word = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`;
}

function sayUntil(until: NonNullable<Rule['until']>): string {
  const at = new Date(until.kind === 'utc' ? until.atMs : until.wallMs);
  const date = `${at.getUTCDate()} ${monthName(at.getUTCMonth() + 1).slice(0, 3)} ${at.getUTCFullYear()}`;
  if (until.kind === 'date') return date;
  return `${date} ${at.toISOString().slice(11, 16)}${until.kind === 'utc' ? ' UTC' : ''}`;
}
