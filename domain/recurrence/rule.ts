import { parseLocalDay } from '../wall-clock.ts';

const DAY_MS = 86_400_000;

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** As RFC 5545 writes them, Monday first like every week here. */
export const RULE_DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

export interface RuleDay {
  /** 0 = Monday. */
  weekday: number;
  /** The nth of its month or year, from the end when negative; null = each. */
  nth: number | null;
}

/** The last moment at which a rule still holds, included: a local date, a local time, or an instant. */
export type Until =
  | { kind: 'date'; wallMs: number }
  | { kind: 'local'; wallMs: number }
  | { kind: 'utc'; atMs: number };

/** A rule of recurrence (RFC 5545, 3.3.10) of days: it says on which, never at what time. */
export interface Rule {
  frequency: Frequency;
  interval: number;
  months: readonly number[];
  monthDays: readonly number[];
  days: readonly RuleDay[];
  positions: readonly number[];
  /** 0 = Monday. Which day begins a week, of which every second or third one counts. */
  weekStart: number;
  count: number | null;
  until: Until | null;
}

/** `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`, in one order, so that two rules that say the same are the same text. */
export function writeRule(rule: Rule): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.months.length > 0) parts.push(`BYMONTH=${rule.months.join(',')}`);
  if (rule.monthDays.length > 0) parts.push(`BYMONTHDAY=${rule.monthDays.join(',')}`);
  if (rule.days.length > 0) parts.push(`BYDAY=${rule.days.map(writeDay).join(',')}`);
  if (rule.positions.length > 0) parts.push(`BYSETPOS=${rule.positions.join(',')}`);
  if (rule.weekStart !== 0) parts.push(`WKST=${RULE_DAYS[rule.weekStart]}`);
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`);
  if (rule.until) parts.push(`UNTIL=${writeUntil(rule.until)}`);
  return parts.join(';');
}

const writeDay = ({ weekday, nth }: RuleDay): string => `${nth ?? ''}${RULE_DAYS[weekday]}`;

function writeUntil(until: Until): string {
  const text = new Date(until.kind === 'utc' ? until.atMs : until.wallMs).toISOString().replace(/[-:]/g, '');
  if (until.kind === 'date') return text.slice(0, 8);
  return until.kind === 'local' ? text.slice(0, 15) : `${text.slice(0, 15)}Z`;
}

/** `20261231`, `20261231T093000` or `20261231T093000Z`; undefined when it is no such time. */
export function parseUntil(text: string): Until | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?))?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, date, hours, minutes, seconds, zulu] = match;
  const day = parseLocalDay(`${year}-${month}-${date}`);
  if (day === undefined) return undefined;
  if (hours === undefined) return { kind: 'date', wallMs: day * DAY_MS };
  const wallMs = day * DAY_MS + (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return zulu === 'Z' ? { kind: 'utc', atMs: wallMs } : { kind: 'local', wallMs };
}

/** `2026-12-08T09:30` (or with a space, or with seconds of 00) -> the wall time as if it were UTC. */
export function parseFirst(text: string): { day: number; minutes: number } | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(text);
  const day = match?.[1] === undefined ? undefined : parseLocalDay(match[1]);
  if (!match || day === undefined) return undefined;
  return { day, minutes: Number(match[2]) * 60 + Number(match[3]) };
}
