import type { Settings } from '../queries.ts';

export type Weekly = Settings['hours']['weekly'];
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

const days = (names: readonly Weekday[], from: string, to: string): Weekly =>
  Object.fromEntries(names.map((day) => [day, [[from, to]]]));
const WORKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

export const PRESETS: readonly { label: string; weekly: Weekly }[] = [
  { label: 'Mon to Fri, 10:00 to 17:00', weekly: days(WORKDAYS, '10:00', '17:00') },
  { label: 'Mon to Fri, 9:00 to 18:00', weekly: days(WORKDAYS, '09:00', '18:00') },
  { label: 'Mon to Sat, 9:00 to 20:00', weekly: days([...WORKDAYS, 'sat'], '09:00', '20:00') },
  { label: 'Every day, 8:00 to 21:00', weekly: days(WEEKDAYS, '08:00', '21:00') },
];

const windowsText = (windows: Weekly[Weekday]): string =>
  (windows ?? []).map(([from, to]) => `${from}-${to}`).join(' and ');

/** "Mon to Fri 10:00-17:00, Sat 10:00-14:00": days that are alike and follow each other are said together. Pure. */
export function sayWeekly(weekly: Weekly): string {
  const runs: { from: Weekday; to: Weekday; text: string }[] = [];
  for (const day of WEEKDAYS) {
    const text = windowsText(weekly[day]);
    const last = runs.at(-1);
    if (last !== undefined && last.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  }
  const open = runs.filter(({ text }) => text !== '');
  if (open.length === 0) return 'never';
  const shortOf = (day: Weekday): string => DAY_NAMES[day].slice(0, 3);
  return open
    .map(({ from, to, text }) => `${shortOf(from)}${from === to ? '' : ` to ${shortOf(to)}`} ${text}`)
    .join(', ');
}

type Window = NonNullable<Weekly[Weekday]>[number];

export const nextDay = (day: Weekday): Weekday => WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? 'mon';

/** Whether it goes on into the next day, as domain/validate-calling-hours.ts reads it: the end is not after the start. */
export const isOvernight = ([from, to]: Window): boolean => to < from;

/** What the engine would refuse, in words; undefined = it can be used. Pure. */
export function hoursWrong(weekly: Weekly): string | undefined {
  for (const day of WEEKDAYS) {
    const windows = weekly[day] ?? [];
    const empty = windows.find(([from, to]) => from === to);
    if (empty !== undefined)
      return `${DAY_NAMES[day]}: ${empty[0]} to ${empty[1]} is never open; a whole day is 00:00 to 24:00.`;
    const untilOf = (window: Window): string => (isOvernight(window) ? '24:00' : window[1]);
    const overlaps = windows.some((one, at) =>
      windows.slice(at + 1).some((other) => one[0] < untilOf(other) && other[0] < untilOf(one)),
    );
    if (overlaps) return `${DAY_NAMES[day]}: its windows overlap.`;
  }
  if (WEEKDAYS.every((day) => (weekly[day] ?? []).length === 0)) return 'No day is open: nobody could ever be called.';
  return undefined;
}
