import { RULE_DAYS, type Frequency, type Rule, type RuleDay } from './rule.ts';
import { takeEnd, takeTime } from './words-around.ts';

const DAY_WORD = /^(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rsday|urday|r|rs)?s?$/;
const WORKING_WEEK = [0, 1, 2, 3, 4];
const WEEKEND = [5, 6];
const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  other: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  last: -1,
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const UNITS: Record<string, Frequency> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' };
/** What one word says of a rhythm. */
const RHYTHMS: Record<string, { frequency: Frequency; interval: number }> = {
  daily: { frequency: 'DAILY', interval: 1 },
  weekly: { frequency: 'WEEKLY', interval: 1 },
  biweekly: { frequency: 'WEEKLY', interval: 2 },
  fortnightly: { frequency: 'WEEKLY', interval: 2 },
  monthly: { frequency: 'MONTHLY', interval: 1 },
  quarterly: { frequency: 'MONTHLY', interval: 3 },
  yearly: { frequency: 'YEARLY', interval: 1 },
  annually: { frequency: 'YEARLY', interval: 1 },
};

/**
 * Reads a rule as people write it in English: "every weekday 8:00", "every 2nd Tuesday 09:30" (every other one), "2nd
 * Tuesday of the month", "every 2 weeks on Mon, Wed 10:00", "monthly on the 15th", "last Friday of the month", with
 * "until 31 Dec 2026" or "10 times" behind. Undefined when it says anything else: nothing is guessed.
 */
export function readWords(text: string): { rule: Rule; at: string | null } | undefined {
  const end = takeEnd(text.toLowerCase().replace(/[.;]+\s*$/, ''));
  const time = end && takeTime(end.rest);
  if (!end || !time) return undefined;
  const words = time.rest.replace(/\b(\d+)\s*(?:st|nd|rd|th)\b/g, '$1th').match(/[a-z]+|-?\d+(?:th)?/g) ?? [];
  // Whatever is no word, no number and no comma is not understood.
  if (time.rest.replace(/[a-z0-9,&\s-]/g, '') !== '') return undefined;
  const days = readDays(words.filter((word) => word !== 'the' && word !== 'and'));
  if (!days) return undefined;
  const rule = { ...PLAIN, ...days, count: end.count, until: end.until };
  return { rule, at: time.at };
}

const PLAIN: Rule = {
  frequency: 'DAILY',
  interval: 1,
  months: [],
  monthDays: [],
  days: [],
  positions: [],
  weekStart: 0,
  count: null,
  until: null,
};

type Days = Partial<Rule> & { frequency: Frequency };

function readDays(words: string[]): Days | undefined {
  const [head = '', ...rest] = words;
  const rhythm = RHYTHMS[head];
  if (rhythm) return readOn(rhythm, rest);
  if (head === 'every' || head === 'each') return readEvery(rest);
  return readOfMonth(words) ?? (isPlural(head) || head === 'weekdays' ? readNamed(words, 1) : undefined);
}

/** "every 2 weeks on ...", "every other Tuesday", "every weekday", "every month on ...", "every 1st Monday of the month". */
function readEvery(words: string[]): Days | undefined {
  const ofMonth = readOfMonth(words);
  if (ofMonth) return ofMonth;
  const interval = numberOf(words[0]);
  const rest = interval === undefined ? words : words.slice(1);
  if (interval !== undefined && (interval < 1 || interval > 1_000)) return undefined;
  const unit = UNITS[(rest[0] ?? '').replace(/s$/, '')];
  if (unit) return readOn({ frequency: unit, interval: interval ?? 1 }, rest.slice(1));
  // "every 2 Tuesdays" may be two of them.
  if (interval !== undefined && /^\d+$/.test(words[0] ?? '')) return undefined;
  return readNamed(rest, interval ?? 1);
}

const isPlural = (word: string): boolean => word.endsWith('s') && namedDays([word]) !== undefined;

function readNamed(words: string[], interval: number): Days | undefined {
  const named = namedDays(words);
  return named && { frequency: 'WEEKLY', interval, days: plain(named) };
}

/** What stands behind "every month", "weekly" and the like. */
function readOn(rhythm: { frequency: Frequency; interval: number }, words: string[]): Days | undefined {
  const on = words[0] === 'on' ? words.slice(1) : words;
  if (on.length === 0) return words.length === 0 ? rhythm : undefined;
  if (rhythm.frequency === 'WEEKLY') {
    const named = namedDays(on);
    return named && { ...rhythm, days: plain(named) };
  }
  if (rhythm.frequency === 'MONTHLY') {
    const dates = datesOf(on) ?? placesOf(on);
    return dates && { ...rhythm, ...dates };
  }
  return rhythm.frequency === 'YEARLY' ? readDateOfYear(rhythm, on) : undefined;
}

/** "15 March", "March 15". */
function readDateOfYear(rhythm: Days, words: string[]): Days | undefined {
  if (words.length !== 2) return undefined;
  const monthWord = words.find((word) => /^[a-z]/.test(word)) ?? '';
  const dateWord = words.find((word) => /^\d/.test(word)) ?? '';
  const month = MONTHS.findIndex((name) => monthWord.startsWith(name)) + 1;
  const [date] = datesOf([dateWord])?.monthDays ?? [];
  return month > 0 && date !== undefined ? { ...rhythm, months: [month], monthDays: [date] } : undefined;
}

/** "2nd Tuesday of the month", "last Friday of every month", "15th of each month"; also "1st and 3rd Monday" alone. */
function readOfMonth(words: string[]): Days | undefined {
  const of = words.indexOf('of');
  const behind = words.slice(of + 1).join(' ');
  if (of > 0 && /^(?:(?:every|each|a) )?month$/.test(behind)) {
    const on = words.slice(0, of);
    const dates = datesOf(on) ?? placesOf(on);
    return dates && { frequency: 'MONTHLY', interval: 1, ...dates };
  }
  // Several places can be meant of the month only, as can the last one.
  const several = words.filter((word) => /^\d+th$/.test(word) || word in ORDINALS).length > 1 || words[0] === 'last';
  const places = of < 0 && several ? placesOf(words) : undefined;
  return places && { frequency: 'MONTHLY', interval: 1, ...places };
}

/** "15", "1st 15th", "last day". */
function datesOf(words: string[]): { monthDays: number[] } | undefined {
  const dates: number[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === 'last' && words[index + 1] === 'day') {
      dates.push(-1);
      index++;
      continue;
    }
    const date = /^\d+(?:th)?$/.test(word) ? Number.parseInt(word, 10) : 0;
    if (date < 1 || date > 31) return undefined;
    dates.push(date);
  }
  return dates.length > 0 ? { monthDays: [...new Set(dates)].sort((a, b) => a - b) } : undefined;
}

/** "2nd tuesday", "1st 3rd monday", "last weekday". */
function placesOf(words: string[]): { days: RuleDay[]; positions?: number[] } | undefined {
  const ordinals = words.slice(0, -1).map((word) => (/^\d+$/.test(word) ? undefined : numberOf(word)));
  const places = ordinals.flatMap((place) => (place === undefined || place > 5 ? [] : [place]));
  const named = namedDays(words.slice(-1));
  if (!named || places.length === 0 || places.length !== ordinals.length || words.includes('other')) return undefined;
  if (named.length > 1) return { days: plain(named), positions: places };
  return { days: places.flatMap((nth) => named.map((weekday) => ({ weekday, nth }))) };
}

/** 2, 2nd, second, other; undefined when it is none. */
function numberOf(word = ''): number | undefined {
  const match = /^(\d+)(?:th)?$/.exec(word);
  return match ? Number(match[1]) : ORDINALS[word];
}

/** Weekdays, 0 = Monday; undefined when a word is none. */
function namedDays(words: string[]): number[] | undefined {
  const found = new Set<number>();
  for (const word of words) {
    const named = /^weekdays?$/.test(word) ? WORKING_WEEK : /^weekends?$/.test(word) ? WEEKEND : dayNamed(word);
    if (!named) return undefined;
    for (const day of named) found.add(day);
  }
  return found.size > 0 ? [...found].sort((a, b) => a - b) : undefined;
}

function dayNamed(word: string): number[] | undefined {
  const short = DAY_WORD.exec(word)?.[1];
  return short === undefined ? undefined : [RULE_DAYS.findIndex((day) => day === short.slice(0, 2).toUpperCase())];
}

const plain = (weekdays: readonly number[]): RuleDay[] => weekdays.map((weekday) => ({ weekday, nth: null }));
