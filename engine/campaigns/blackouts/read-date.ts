import { parseLocalDay } from '../../../domain/wall-clock.ts';

/** Which of day and month comes first in 3/4/2027. */
export type DateOrder = 'dmy' | 'mdy';

export type ReadDate = { date: string } | { problem: 'ambiguous' | 'unreadable' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+/;
/** Spreadsheets write midnight behind a date. */
const MIDNIGHT = /[t ]0?0:00(?::00(?:\.0+)?)?z?$/;

/**
 * Reads a date as people and spreadsheets write it. With dots the day comes first; with slashes or hyphens nobody can
 * tell while both may be a month, and `order` must say. A year of two digits is no date.
 */
export function readDate(text: string, order?: DateOrder): ReadDate {
  const words = text.trim().toLowerCase().replace(MIDNIGHT, '').replace(WEEKDAY, '');
  const iso = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/.exec(words);
  if (iso && (iso[2] !== '' || words.length === 8)) return dateOf(iso[1], iso[3], iso[4]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(words);
  if (dotted) return dateOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})$/.exec(words);
  if (slashed) return fromTwo(Number(slashed[1]), Number(slashed[3]), slashed[4], order);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/.exec(words);
  if (dayFirst) return dateOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})$/.exec(words);
  if (monthFirst) return dateOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  return { problem: 'unreadable' };
}

function fromTwo(first: number, second: number, year: string | undefined, order: DateOrder | undefined): ReadDate {
  const known = order ?? (first > 12 ? 'dmy' : second > 12 ? 'mdy' : undefined);
  if (known === undefined && first !== second) return { problem: 'ambiguous' };
  return known === 'mdy' ? dateOf(year, first, second) : dateOf(year, second, first);
}

/** A month by its name or the first three letters; 0 = none. */
function monthOf(name = ''): number {
  return MONTHS.findIndex((month) => name.startsWith(month)) + 1;
}

function dateOf(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined | number,
): ReadDate {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return parseLocalDay(date) === undefined ? { problem: 'unreadable' } : { date };
}
