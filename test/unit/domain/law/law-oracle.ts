import moment from 'moment-timezone';
import type { CallingHours, Weekday } from '../../../../domain/calling-hours.ts';
import type { Channel } from '../../../../domain/channel.ts';
import type { LawRule } from '../../../../domain/law/law-rule.ts';
import type { Purpose } from '../../../../domain/purpose.ts';

/*
 * When the law and a campaign's hours let somebody be contacted, a second time and in another way, to disagree with
 * domain/plan.ts: each local date is a strip of 1,440 minutes that every rule may black out, and a clock per zone is
 * walked along it minute by minute. Dates are texts here; zone rules are read by another library's hands.
 */

export interface OracleWorld {
  rules: readonly LawRule[];
  /** Holiday calendars: YYYY-MM-DD. */
  calendars: Readonly<Record<string, readonly string[]>>;
  hours: CallingHours;
}

export interface OracleQuestion {
  zones: readonly string[];
  placeKey: string;
  purpose: Purpose;
  channel: Channel;
  earliestMs: number;
  marginMs: number;
  /** How far the walk goes before it gives up. */
  horizonMs: number;
}

const DAY_MINUTES = 1_440;
const NAMES: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const textOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The rules that may hold there: each place's and its country's, or those of nowhere. */
export function rulesThere(
  rules: readonly LawRule[],
  question: Pick<OracleQuestion, 'placeKey' | 'purpose' | 'channel'>,
) {
  const { placeKey, purpose, channel } = question;
  if (purpose === 'notice') return [];
  const known = new Set(rules.map(({ jurisdiction }) => jurisdiction));
  const named = placeKey.split(',').flatMap((place) => {
    const country = place.replace(/-.*/, '');
    const both = place === country ? [place] : [place, country];
    return place !== '' && both.some((one) => known.has(one)) ? both : ['*'];
  });
  return rules.filter(
    (rule) =>
      named.includes(rule.jurisdiction) &&
      rule.channels.some((one) => one === channel) &&
      rule.purposes.some((one) => one === purpose),
  );
}

const inForce = (rule: LawRule, date: string): boolean =>
  date >= rule.from && (rule.until === undefined || date < rule.until);

/** Blacks out what weekly windows leave shut on a date: today's windows, and yesterday's across midnight. */
function shutOutside(strip: Uint8Array, weekly: CallingHours['weekly'], day: number): void {
  const weekday = (offset: number): Weekday => NAMES[new Date((day + offset) * 86_400_000).getUTCDay()] ?? 'mon';
  const open = new Uint8Array(DAY_MINUTES);
  for (const [start, end] of weekly[weekday(0)] ?? []) {
    const [from, to] = [minuteOf(start), minuteOf(end)];
    open.fill(1, from, from < to ? to : DAY_MINUTES);
  }
  for (const [start, end] of weekly[weekday(-1)] ?? []) {
    if (minuteOf(start) > minuteOf(end)) open.fill(1, 0, minuteOf(end));
  }
  for (let minute = 0; minute < DAY_MINUTES; minute++) if (open[minute] === 0) strip[minute] = 0;
}

/** Answers, for a local date, which of its minutes everything leaves open. */
function stripsOf({ calendars, hours }: OracleWorld, rules: readonly LawRule[], channel: Channel) {
  const strips = new Map<number, Uint8Array>();
  const isOff = (date: string, names: readonly string[]): boolean =>
    names.some((name) => (calendars[name] ?? []).includes(date));
  return (day: number): Uint8Array => {
    let strip = strips.get(day);
    if (strip) return strip;
    strips.set(day, (strip = new Uint8Array(DAY_MINUTES).fill(1)));
    const date = textOf(day);
    shutOutside(strip, hours.channels?.[channel] ?? hours.weekly, day);
    if (hours.blackoutDates.includes(date) || isOff(date, hours.holidays ?? [])) strip.fill(0);
    for (const rule of rules) {
      if (!inForce(rule, date)) continue;
      if (rule.hours !== undefined) shutOutside(strip, rule.hours, day);
      if (isOff(date, rule.closedOn ?? [])) strip.fill(0);
    }
    return strip;
  };
}

/** A clock on a wall: the minutes since 1970 that it shows, for minutes that are asked in order. */
function wallClock(name: string): (minute: number) => number {
  const zone = moment.tz.zone(name);
  if (!zone) throw new RangeError(`no clock for ${name}`);
  let place = 0;
  return (minute) => {
    while (place + 1 < zone.untils.length && minute * 60_000 >= (zone.untils[place] ?? Infinity)) place++;
    return minute - (zone.offsets[place] ?? Number.NaN);
  };
}

/** Clocks change by less than this at once, in the years that are asked about. */
const MOST_CHANGE_MINUTES = 180;

/** One zone's clock over the strips; for minutes that are asked in order. */
function watch(name: string, stripOf: (day: number) => Uint8Array) {
  const shown = wallClock(name);
  let asked = Number.NaN;
  let local = Number.NaN;
  let day = Number.NaN;
  let strip: Uint8Array = new Uint8Array(0);
  let allDay = false;
  return {
    isOpen: (minute: number): boolean => {
      asked = minute;
      local = shown(minute);
      const today = Math.floor(local / DAY_MINUTES);
      if (today !== day) {
        strip = stripOf((day = today));
        allDay = !(strip.includes(1) && strip.includes(0));
      }
      return strip[local - today * DAY_MINUTES] === 1;
    },
    /** Minutes after this one that are like it for certain, because the whole date is. */
    alikeFor: (minute: number): number =>
      minute === asked && allDay ? Math.max(0, (day + 1) * DAY_MINUTES - local - MOST_CHANGE_MINUTES) : 0,
  };
}

/** The first span that is open for longer than the margin, from the earliest instant on; null = none within the horizon. */
export function walkToOpen(world: OracleWorld, question: OracleQuestion): { fromMs: number; untilMs: number } | null {
  const stripOf = stripsOf(world, rulesThere(world.rules, question), question.channel);
  const clocks = question.zones.map((zone) => watch(zone, stripOf));
  const { earliestMs, marginMs, horizonMs } = question;
  let since: number | null = null;
  for (let minute = Math.floor(earliestMs / 60_000); ; minute++) {
    const beginsMs = Math.max(earliestMs, (since ?? minute) * 60_000);
    if (clocks.every((clock) => clock.isOpen(minute))) {
      since ??= minute;
      // Nothing shuts within sight.
      if (minute * 60_000 > earliestMs + horizonMs + marginMs) return { fromMs: beginsMs, untilMs: Infinity };
      minute += Math.min(...clocks.map((clock) => clock.alikeFor(minute)));
      continue;
    }
    const untilMs = minute * 60_000 - marginMs;
    if (since !== null && untilMs > beginsMs) return { fromMs: beginsMs, untilMs };
    since = null;
    if (minute * 60_000 > earliestMs + horizonMs) return null;
    const shut = clocks.filter((clock) => !clock.isOpen(minute));
    minute += Math.max(...shut.map((clock) => clock.alikeFor(minute)));
  }
}

/** The strictest consent that a rule asks for on the date of the instant, the day before or the day after. */
export function consentAsked(rules: readonly LawRule[], atMs: number): 'none' | 'express' | 'written' {
  const day = Math.floor(atMs / 86_400_000);
  const asked = rules
    .filter((rule) => [-1, 0, 1].some((offset) => inForce(rule, textOf(day + offset))))
    .map(({ consent }) => consent);
  if (asked.includes('written')) return 'written';
  return asked.includes('express') ? 'express' : 'none';
}
