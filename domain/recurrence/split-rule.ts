import { parseLocalDay } from '../wall-clock.ts';
import { daysOfRule } from './days-of-rule.ts';
import { parseRule } from './parse-rule.ts';
import { parseFirst, writeRule, type Rule } from './rule.ts';

const DAY_MS = 86_400_000;

/** The rule as far as it goes before a local date (`2026-12-22`). Throws RangeError for what cannot be read. */
export function endRuleBefore(rrule: string, date: string): string {
  const until = { kind: 'date' as const, wallMs: (dayOf(date) - 1) * DAY_MS };
  return writeRule({ ...ruleOf(rrule), count: null, until });
}

/**
 * The rule from one of its dates on: of a number of times those that are left. Its first date is then that date, and
 * what the rule leaves to its first day is the same. Throws RangeError for what cannot be read.
 */
export function restOfRule(rrule: string, firstLocal: string, date: string): string {
  const rule = ruleOf(rrule);
  const first = parseFirst(firstLocal);
  if (!first) throw new RangeError(`no local time: ${firstLocal}`);
  if (rule.count === null) return writeRule(rule);
  let passed = 0;
  for (const day of daysOfRule(rule, first.day)) {
    if (day >= dayOf(date)) break;
    passed++;
  }
  return writeRule({ ...rule, count: Math.max(1, rule.count - passed) });
}

function ruleOf(rrule: string): Rule {
  const parsed = parseRule(rrule);
  if (!parsed.ok) throw new RangeError(parsed.message);
  return parsed.rule;
}

function dayOf(date: string): number {
  const day = parseLocalDay(date);
  if (day === undefined) throw new RangeError(`no date: ${date}`);
  return day;
}
