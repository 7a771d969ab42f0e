import type { CallingHours } from '../calling-hours.ts';
import { isFederalHoliday } from '../federal-holidays.ts';
import { parseLocalDay, weekdayIndex, weeklySpans, type MinuteSpan } from '../wall-clock.ts';
import type { JudgeFacts } from './facts.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** What keeps a zone shut at an instant: of the campaign (or programme) first, then each rule of law. Empty = nothing does. */
export function closedBy(facts: JudgeFacts, hours: CallingHours, zone: string, atMs: number): string[] {
  const local = Math.floor(atMs / MINUTE_MS) + facts.table.offsetMinutesAt(zone, atMs);
  const localDay = Math.floor(local / DAY_MINUTES);
  const minute = local - localDay * DAY_MINUTES;
  return [...closedByCampaign(facts, hours, localDay, minute), ...closedByLaw(facts, localDay, minute)];
}

function closedByCampaign(facts: JudgeFacts, hours: CallingHours, localDay: number, minute: number): string[] {
  const whose = facts.run?.programme === undefined ? 'the campaign' : 'the programme';
  if (hours.blackoutDates.some((date) => parseLocalDay(date) === localDay)) return [`a blackout date of ${whose}`];
  if (hours.skipFederalHolidays && isFederalHoliday(localDay)) return [`a federal holiday, by ${whose}`];
  const calendar = (hours.holidays ?? []).find((name) => facts.book.isHoliday(name, localDay));
  if (calendar !== undefined) return [`a holiday of ${calendar}, by ${whose}`];
  const weekly = hours.channels?.[facts.channel] ?? hours.weekly;
  return covers(weeklySpans(weekly)[weekdayIndex(localDay)], minute) ? [] : [`the hours of ${whose}`];
}

function closedByLaw(facts: JudgeFacts, localDay: number, minute: number): string[] {
  return facts.law.rulesAt(facts.atMs).flatMap((rule) => {
    const from = parseLocalDay(rule.from) ?? -Infinity;
    const until = rule.until === undefined ? Infinity : (parseLocalDay(rule.until) ?? Infinity);
    if (localDay < from || localDay >= until) return [];
    const calendar = (rule.closedOn ?? []).find((name) => facts.book.isHoliday(name, localDay));
    if (calendar !== undefined) return [`a holiday of ${calendar}, by the rule ${rule.id}`];
    if (rule.hours === undefined) return [];
    return covers(weeklySpans(rule.hours)[weekdayIndex(localDay)], minute) ? [] : [`the rule ${rule.id}`];
  });
}

const covers = (spans: readonly MinuteSpan[] | undefined, minute: number): boolean =>
  (spans ?? []).some(({ from, to }) => from <= minute && minute < to);
