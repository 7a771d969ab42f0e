import { microsOf } from '../../format/money.ts';
import type { Settings, SettingsChange } from './queries.ts';
import { readNumber } from './read-number.ts';
import { readWindows, WEEKDAYS, windowsText, type Day, type Week } from './week.ts';

/** The settings as somebody types them. */
export interface Typed {
  week: Record<Day, string>;
  skipFederalHolidays: boolean;
  blackoutDates: string;
  startsAt: string;
  endsAt: string;
  leftovers: Settings['leftovers'];
  expiresHours: string;
  pace: string;
  maxConcurrent: string;
  maxAttempts: string;
  /** Minutes by outcome; empty = as usual. */
  waits: Record<string, string>;
  budget: string;
  dailyCap: string;
}

/** Outcomes after which a wait makes sense. */
export const WAIT_OUTCOMES = ['no_answer', 'busy', 'voicemail', 'not_connected', 'provider_failure'] as const;

/** Local wall time for a field of the browser: 2026-11-26T14:05. */
const localOf = (iso: string | null): string => {
  if (iso === null) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const moneyText = (micros: number | null): string => (micros === null ? '' : String(micros / 1_000_000));

export function typedOf(settings: Settings): Typed {
  const { weekly, skipFederalHolidays, blackoutDates } = settings.hours;
  return {
    week: {
      mon: windowsText(weekly.mon),
      tue: windowsText(weekly.tue),
      wed: windowsText(weekly.wed),
      thu: windowsText(weekly.thu),
      fri: windowsText(weekly.fri),
      sat: windowsText(weekly.sat),
      sun: windowsText(weekly.sun),
    },
    skipFederalHolidays,
    blackoutDates: blackoutDates.join(', '),
    startsAt: localOf(settings.startsAt),
    endsAt: localOf(settings.endsAt),
    leftovers: settings.leftovers,
    expiresHours: String(settings.expiresAfterSeconds / 3_600),
    pace: settings.pacePerSecond === null ? '' : String(settings.pacePerSecond),
    maxConcurrent: String(settings.maxConcurrent),
    maxAttempts: String(settings.maxAttempts),
    waits: Object.fromEntries(
      WAIT_OUTCOMES.map((outcome) => {
        const seconds = settings.waitSeconds[outcome];
        return [outcome, seconds === undefined ? '' : String(seconds / 60)];
      }),
    ),
    budget: moneyText(settings.budgetMicros),
    dailyCap: moneyText(settings.dailyCapMicros),
  };
}

export type Problems = Readonly<Record<string, string>>;

/** What was typed as a change of the settings: only what differs. `problems` by the name of the field. */
export function changeOf(settings: Settings, typed: Typed): { change: SettingsChange; problems: Problems } {
  const problems: Record<string, string> = {};
  const wrong = (name: string, words: string): undefined => {
    problems[name] = words;
    return undefined;
  };
  const whole = (name: string, text: string, least: number): number | undefined => {
    const value = readNumber(text);
    return value === undefined || !Number.isInteger(value) || value < least
      ? wrong(name, `Write a whole number of ${least} or more.`)
      : value;
  };
  const amount = (name: string, text: string): number | null | undefined => {
    if (text.trim() === '') return null;
    const micros = microsOf(text);
    return micros === null || micros <= 0 ? wrong(name, 'Write an amount above 0, or nothing.') : micros;
  };
  const before = typedOf(settings);
  const differs = (name: keyof Typed): boolean => JSON.stringify(before[name]) !== JSON.stringify(typed[name]);
  const change: SettingsChange = {};

  if (differs('week') || differs('skipFederalHolidays') || differs('blackoutDates')) {
    const weekly: Week = {};
    for (const day of WEEKDAYS) {
      const windows = readWindows(typed.week[day]);
      if (windows === null) wrong(day, 'Write times like 09:00-18:00, parted by commas; nothing = closed.');
      else if (windows.length > 0) weekly[day] = windows;
    }
    const dates = typed.blackoutDates.split(/[\s,;]+/).filter((date) => date !== '');
    if (dates.some((date) => !/^\d{4}-\d{2}-\d{2}$/.test(date)))
      wrong('blackoutDates', 'Write dates like 2026-12-24, parted by commas.');
    const { channels, holidays } = settings.hours;
    change.hours = {
      weekly,
      ...(channels === undefined ? {} : { channels }),
      ...(holidays === undefined ? {} : { holidays }),
      blackoutDates: dates,
      skipFederalHolidays: typed.skipFederalHolidays,
    };
  }
  const isoOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString());
  if (differs('startsAt')) change.startsAt = isoOf(typed.startsAt);
  if (differs('endsAt')) change.endsAt = isoOf(typed.endsAt);
  if (differs('leftovers')) change.leftovers = typed.leftovers;
  if (differs('expiresHours')) {
    const hours = readNumber(typed.expiresHours);
    if (hours === undefined || hours <= 0) wrong('expiresHours', 'Write a number of hours above 0.');
    else change.expiresAfterSeconds = Math.round(hours * 3_600);
  }
  if (differs('pace')) {
    const pace = typed.pace.trim() === '' ? null : readNumber(typed.pace);
    if (pace === undefined || pace === 0) wrong('pace', 'Write a number above 0, or nothing.');
    else change.pacePerSecond = pace;
  }
  if (differs('maxConcurrent'))
    put(whole('maxConcurrent', typed.maxConcurrent, 1), (value) => (change.maxConcurrent = value));
  if (differs('maxAttempts')) put(whole('maxAttempts', typed.maxAttempts, 1), (value) => (change.maxAttempts = value));
  if (differs('waits')) change.waitSeconds = waitsOf(settings, typed, wrong);
  if (differs('budget')) put(amount('budget', typed.budget), (value) => (change.budgetMicros = value));
  if (differs('dailyCap')) put(amount('dailyCap', typed.dailyCap), (value) => (change.dailyCapMicros = value));
  return { change, problems };
}

function put<T>(value: T | undefined, set: (value: T) => void): void {
  if (value !== undefined) set(value);
}

function waitsOf(
  settings: Settings,
  typed: Typed,
  wrong: (name: string, words: string) => undefined,
): Settings['waitSeconds'] {
  const waits: Settings['waitSeconds'] = { ...settings.waitSeconds };
  for (const outcome of WAIT_OUTCOMES) {
    const text = typed.waits[outcome] ?? '';
    delete waits[outcome];
    if (text.trim() === '') continue;
    const minutes = readNumber(text);
    if (minutes === undefined) wrong(outcome, 'Write minutes, or nothing.');
    else waits[outcome] = Math.round(minutes * 60);
  }
  return waits;
}
