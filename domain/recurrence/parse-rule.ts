import { FREQUENCIES, parseUntil, RULE_DAYS, type Frequency, type Rule, type RuleDay } from './rule.ts';

const MOST_INTERVAL = 1_000;
const MOST_COUNT = 10_000;

/** `at`: the time of day of a rule that carries one (BYHOUR, BYMINUTE). */
export type ParsedRule = { ok: true; rule: Rule; at: string | null } | { ok: false; code: string; message: string };

/**
 * Reads RRULE text, with or without `RRULE:` in front. A part that is not read here, or that RFC 5545 does not allow
 * with its frequency, is a refusal: a rule that is half understood goes out on the wrong days.
 */
export function parseRule(text: string): ParsedRule {
  try {
    return readParts(partsOf(text));
  } catch (error) {
    if (error instanceof NotRead) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

class NotRead extends Error {
  override name = 'NotRead';
  readonly code: string;

  constructor(message: string, code = 'rule_unreadable') {
    super(message);
    this.code = code;
  }
}

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    if (part.trim() === '') continue;
    const [name = '', value, ...rest] = part.trim().split('=');
    if (value === undefined || value === '' || rest.length > 0)
      throw new NotRead(`"${part.trim()}" is no part of a rule.`);
    if (parts.has(name)) throw new NotRead(`${name} is there twice.`);
    parts.set(name, value);
  }
  return parts;
}

function readParts(parts: Map<string, string>): ParsedRule {
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const frequency = readFrequency(take('FREQ'));
  const rule: Rule = {
    frequency,
    interval: whole('INTERVAL', take('INTERVAL') ?? '1', 1, MOST_INTERVAL),
    months: wholes('BYMONTH', take('BYMONTH'), 1, 12),
    monthDays: signed('BYMONTHDAY', take('BYMONTHDAY'), 31),
    days: (take('BYDAY')?.split(',') ?? []).map(readDay),
    positions: signed('BYSETPOS', take('BYSETPOS'), 366),
    weekStart: weekday(take('WKST') ?? 'MO'),
    count: null,
    until: null,
  };
  const count = take('COUNT');
  if (count !== undefined) rule.count = whole('COUNT', count, 1, MOST_COUNT);
  const until = take('UNTIL');
  if (until !== undefined) rule.until = readUntil(until);
  const at = readTime(take('BYHOUR'), take('BYMINUTE'), take('BYSECOND'));
  const [unknown] = parts.keys();
  if (unknown !== undefined) throw new NotRead(`${unknown} is not read here: write the rule without it.`);
  refuseContradictions(rule);
  return { ok: true, rule, at };
}

function readFrequency(text: string | undefined): Frequency {
  if (text === undefined) throw new NotRead('The rule says no FREQ: DAILY, WEEKLY, MONTHLY or YEARLY.');
  const found = FREQUENCIES.find((frequency) => frequency === text);
  if (!found) throw new NotRead(`FREQ is ${text}, and can be DAILY, WEEKLY, MONTHLY or YEARLY.`);
  return found;
}

function refuseContradictions(rule: Rule): void {
  const { frequency } = rule;
  if (rule.count !== null && rule.until) throw new NotRead('A rule ends by COUNT or by UNTIL, not by both.');
  if (frequency === 'WEEKLY' && rule.monthDays.length > 0) throw new NotRead('BYMONTHDAY says nothing of weeks.');
  const counted = rule.days.some((day) => day.nth !== null);
  if (counted && (frequency === 'DAILY' || frequency === 'WEEKLY')) {
    throw new NotRead(`BYDAY with a number counts in a month or a year, not with FREQ=${frequency}.`);
  }
  if (rule.positions.length > 0 && rule.days.length + rule.months.length + rule.monthDays.length === 0) {
    throw new NotRead('BYSETPOS chooses among days that BYDAY, BYMONTHDAY or BYMONTH say.');
  }
}

/** One time of day is fine: it says what `first` says. Several are several series. */
function readTime(hour: string | undefined, minute: string | undefined, second: string | undefined): string | null {
  if (second !== undefined && Number(second) !== 0) throw new NotRead('Times are whole minutes: BYSECOND can be 0.');
  if (hour === undefined && minute === undefined) return null;
  if (hour === undefined) throw new NotRead('BYMINUTE is read only with BYHOUR.');
  const hours = whole('BYHOUR', hour, 0, 23);
  const minutes = whole('BYMINUTE', minute ?? '0', 0, 59);
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function readUntil(text: string): NonNullable<Rule['until']> {
  const until = parseUntil(text);
  if (!until) throw new NotRead(`UNTIL is ${text}, and would be 20261231, 20261231T093000 or 20261231T093000Z.`);
  return until;
}

function readDay(text: string): RuleDay {
  const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text.trim());
  const nth = match?.[1] === undefined ? null : Number(match[1]);
  if (!match || nth === 0 || Math.abs(nth ?? 1) > 53)
    throw new NotRead(`BYDAY has "${text}", and would have TU, 2TU or -1FR.`);
  return { weekday: weekday(match[2] ?? ''), nth };
}

function weekday(text: string): number {
  const index = RULE_DAYS.findIndex((day) => day === text);
  if (index < 0) throw new NotRead(`"${text}" is no day: MO, TU, WE, TH, FR, SA, SU.`);
  return index;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text.trim()) || value < least || value > most) {
    throw new NotRead(`${name} is ${text}, and can be ${least} to ${most}.`);
  }
  return value;
}

const wholes = (name: string, text: string | undefined, least: number, most: number): number[] =>
  sorted((text?.split(',') ?? []).map((value) => whole(name, value, least, most)));

function signed(name: string, text: string | undefined, most: number): number[] {
  const values = wholes(name, text, -most, most);
  if (values.includes(0)) throw new NotRead(`${name} counts from 1, or from -1 at the end.`);
  return values;
}

const sorted = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
