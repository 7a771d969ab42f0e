import type { Settings } from './queries.ts';

export type Hours = Settings['hours'];
export type Week = Hours['weekly'];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof WEEKDAYS)[number];
export const DAY_WORDS: Readonly<Record<Day, string>> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

/** "09:00-12:00, 13:00-18:00"; empty = closed. */
const windowsText = (windows: readonly (readonly [string, string])[] | undefined): string =>
  (windows ?? []).map(([from, to]) => `${from}-${to}`).join(', ');

/** Days with the same windows that follow each other become one: "Mon to Fri 09:00-18:00". Closed days are left out. */
export function linesOfWeek(week: Week): string[] {
  const lines: { from: Day; to: Day; text: string }[] = [];
  let before = '';
  for (const day of WEEKDAYS) {
    const text = windowsText(week[day]);
    const last = lines.at(-1);
    if (last !== undefined && text === before && text !== '') last.to = day;
    else if (text !== '') lines.push({ from: day, to: day, text });
    before = text;
  }
  return lines.map(({ from, to, text }) => {
    const days =
      from === to
        ? DAY_WORDS[from]
        : from === 'mon' && to === 'sun'
          ? 'Every day'
          : `${DAY_WORDS[from]} to ${DAY_WORDS[to]}`;
    return `${days} ${text === '00:00-24:00' ? 'all day' : text}`;
  });
}
