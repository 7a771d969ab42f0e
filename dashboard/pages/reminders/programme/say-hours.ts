import type { ProgrammeSettings } from '../shapes.ts';

type Hours = ProgrammeSettings['hours'];
type Weekly = Hours['weekly'];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const WORDS = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

/** "Mon to Fri 10:00-17:00, Sat 10:00-14:00". Pure. */
export function sayWeekly(weekly: Weekly): string {
  const groups: { from: number; to: number; windows: string }[] = [];
  DAYS.forEach((day, at) => {
    const windows = (weekly[day] ?? []).map(([from, to]) => `${from}–${to}`).join(' and ');
    if (windows === '') return;
    const last = groups.at(-1);
    if (last?.windows === windows && last.to === at - 1) last.to = at;
    else groups.push({ from: at, to: at, windows });
  });
  const name = (at: number): string => WORDS[DAYS[at] ?? 'mon'];
  return groups
    .map(({ from, to, windows }) => `${from === to ? name(from) : `${name(from)} to ${name(to)}`} ${windows}`)
    .join(', ');
}

/** When messages may go out, on the clock of who gets them. Pure. */
export function sayHours({ weekly, channels, holidays, skipFederalHolidays, blackoutDates }: Hours): string[] {
  const all = sayWeekly(weekly);
  const own = [
    channels?.call === undefined ? '' : `calls ${sayWeekly(channels.call)}`,
    channels?.sms === undefined ? '' : `texts ${sayWeekly(channels.sms)}`,
  ].filter(Boolean);
  const off = [
    skipFederalHolidays ? 'federal holidays' : '',
    ...(holidays ?? []),
    blackoutDates.length === 0 ? '' : `${blackoutDates.length} closed dates of its own`,
  ].filter(Boolean);
  return [
    all === '' ? 'No hours are open.' : `Messages go out ${all}, on the clock of who gets them.`,
    ...(own.length === 0 ? [] : [`In place of that: ${own.join('; ')}.`]),
    off.length === 0 ? 'No holiday is kept.' : `Not on ${off.join(', ')}.`,
  ];
}
