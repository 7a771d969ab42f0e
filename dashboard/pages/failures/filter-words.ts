import { countryWords } from '../../format/country-words.ts';
import { phoneWords } from '../../format/phone.ts';
import { day, hourMinute } from '../../format/time.ts';
import { prefixWords } from './prefix-words.ts';

/** What a group is narrowed by, as its page and a retry of it say. */
export const FILTER_WORDS = {
  number: (phone: string | undefined): string =>
    phone === undefined ? 'from one caller ID' : `from ${phoneWords(phone)}`,
  prefix: (prefix: string): string => `to ${prefixWords(prefix)}`,
  country: (country: string): string => `in ${countryWords(country)}`,
  code: (code: string): string => `“${code}”`,
};

const HOUR_MS = 3_600_000;

/** "26 Nov, 14:00 to 15:00" of 2026-11-26T14, which is UTC. */
export function hourWords(hour: string): string {
  const atMs = Date.parse(`${hour}:00:00Z`);
  return spanWords(atMs, atMs + HOUR_MS);
}

/** From one instant to another in the clock of the viewer; the date of the end only where it is another one. */
export function spanWords(fromMs: number, toMs: number): string {
  const isShort = toMs - fromMs <= HOUR_MS || day(fromMs) === day(toMs);
  return `${momentWords(fromMs)} to ${isShort ? hourMinute(toMs) : momentWords(toMs)}`;
}

export const momentWords = (atMs: number): string => `${day(atMs).replace(/ \d{4}$/, '')}, ${hourMinute(atMs)}`;
