import { daysOfRule } from './days-of-rule.ts';
import { sayRule } from './describe-rule.ts';
import { parseRule } from './parse-rule.ts';
import { readWords } from './read-words.ts';
import { parseFirst, writeRule, type Rule } from './rule.ts';

const DAY_MS = 86_400_000;
/** A Thursday of a leap year: for a rule that is read before its first day is known. */
const SOME_FIRST_DAY = Date.UTC(2024, 0, 4) / DAY_MS;

/**
 * `rrule`: RFC 5545 without DTSTART, always the same text for the same rule. `words`: what was understood. `at`: the
 * time of day (`09:30`) that the text says, for a caller that has only a date.
 */
export type RuleRead =
  | { ok: true; rrule: string; words: string; at: string | null }
  | { ok: false; code: 'rule_unreadable' | 'rule_never' | 'rule_over' | 'rule_time'; message: string };

/**
 * Reads a rule of recurrence: RRULE (RFC 5545: DAILY, WEEKLY, MONTHLY, YEARLY with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH,
 * BYSETPOS, COUNT, UNTIL) or plain English ("every 2nd Tuesday 09:30"). `firstLocal` (`2026-12-08T09:30`) is where it
 * begins; with it, a rule that never comes true, is over before it begins, or says another time of day is refused.
 */
export function readRule(text: string, options: { firstLocal?: string } = {}): RuleRead {
  const read = /(?:^|[;:\s])FREQ\s*=/i.test(text) ? parseRule(text) : fromWords(text);
  if (!read.ok) return { ok: false, code: 'rule_unreadable', message: read.message };
  const first = options.firstLocal === undefined ? undefined : parseFirst(options.firstLocal);
  if (options.firstLocal !== undefined && !first) {
    return {
      ok: false,
      code: 'rule_time',
      message: `"${options.firstLocal}" is no local time such as 2026-12-08T09:30.`,
    };
  }
  const rrule = writeRule(read.rule);
  const problem = problemOf(read.rule, first, read.at);
  return problem ?? { ok: true, rrule, words: sayRule(read.rule, first, read.at), at: read.at };
}

function fromWords(text: string): { ok: true; rule: Rule; at: string | null } | { ok: false; message: string } {
  const read = readWords(text);
  if (read) return { ok: true, ...read };
  return {
    ok: false,
    message:
      `"${text.slice(0, 80)}" is not understood. Write it like "every weekday 8:00", "every 2nd Tuesday 09:30" (every ` +
      'other one), "2nd Tuesday of the month 09:30", "every 2 weeks on Mon, Wed 10:00", "monthly on the 15th", or as ' +
      'RRULE: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU.',
  };
}

function problemOf(
  rule: Rule,
  first: { day: number; minutes: number } | undefined,
  at: string | null,
): Extract<RuleRead, { ok: false }> | undefined {
  // Which of the weeks or months count is not known before the first day is.
  const [firstDay] = daysOfRule(first ? rule : { ...rule, interval: 1 }, first?.day ?? SOME_FIRST_DAY);
  if (firstDay === undefined) {
    return { ok: false, code: 'rule_never', message: `"${sayRule(rule, first, at)}" never comes true.` };
  }
  if (!first) return undefined;
  const time = new Date(first.minutes * 60_000).toISOString().slice(11, 16);
  if (at !== null && at !== time) {
    return { ok: false, code: 'rule_time', message: `The rule says ${at}, and its first time ${time}.` };
  }
  const { until } = rule;
  if (!until) return undefined;
  // An instant may be another date there; only what is a day past on every clock is surely over.
  const lastMs = until.kind === 'utc' ? until.atMs + DAY_MS : until.wallMs + (until.kind === 'date' ? DAY_MS - 1 : 0);
  if (firstDay * DAY_MS + first.minutes * 60_000 <= lastMs) return undefined;
  return { ok: false, code: 'rule_over', message: `"${sayRule(rule, first, at)}" is over before its first time.` };
}
