import { maskPhones } from './mask-phones.ts';

/** What people, spreadsheets and copied web pages put between digits; dashes, spaces and signs that nobody sees. */
const GAP = String.raw`[ \t\u00a0\u2000-\u200f\u202f\u2060\ufeff\u00ad.\-\u2010-\u2015\u2212/_~*·]`;
const D = String.raw`\p{Nd}`;

/**
 * A number as it may stand in a cell or a sentence: 2125550142, (212) 555-0142, 0171/1234567, 1 (212) 555.0142.
 * Brackets only around what comes first or second: 501.616(6) is a paragraph of a law.
 */
const WRITTEN = String.raw`(?:\(${D}{1,6}\)${GAP}{0,3}${D}+|${D}+(?:${GAP}{0,2}\(${D}{1,6}\)${GAP}{0,3}${D}+)?)(?:${GAP}{1,3}${D}+)*`;
/** As a transcript writes what somebody says slowly: 212, 555, 0142 or 2, 1, 2, 5, 5, ... */
const SAID = String.raw`${D}{3}, ?${D}{3}, ?${D}{4}(?!${D})|${D}(?:, ?${D}(?!${D})){6,}`;
/** As a spreadsheet shortens it, with every digit still there. */
const SCIENTIFIC = String.raw`${D}[.,]${D}{6,}[eE]\+?${D}{1,2}(?!${D})`;

const DAY_OF = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
const MONTH = String.raw`(?:0?[1-9]|1[0-2])`;
const YEAR = String.raw`(?:19|20)\d\d`;
const CLOCK = String.raw`[T ]{0,2}\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?`;
/** Days, with or without a time; written together only in full. */
const DATE =
  String.raw`${YEAR}([-./])${MONTH}\1${DAY_OF}(?!\d)(?:${CLOCK})?|${DAY_OF}([-./])${MONTH}\2${YEAR}(?!\d)(?:,?${CLOCK})?|` +
  String.raw`${MONTH}/${DAY_OF}/${YEAR}(?!\d)(?:,?${CLOCK})?|` +
  String.raw`${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[-_T ]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?Z?(?!\d)`;
const UUID = String.raw`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])`;
/** Hashes and the like: letters and digits mixed, and long. */
const HASH = String.raw`(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{20,}(?![0-9a-z])`;

const DATES = new RegExp(String.raw`(?<!\d)(?:${DATE})`, 'g');
const PLACES = new RegExp(
  String.raw`(?<![0-9a-z])(?:${UUID}|${HASH})|(?<!${D})(?:${DATE}|(${SCIENTIFIC}|${SAID}|${WRITTEN}))`,
  'giu',
);

const DOTS = '••••••';
const LEAST_DIGITS = 7;
/** No number is this long, with any prefix for calls abroad. */
const MOST_TOGETHER = 17;
const SHOWN_AT_END = 4;
const HIDDEN = 4;

const MONEY_SIGN = String.raw`(?:[$€£¥]|USD|EUR|GBP|CAD|AUD|CHF)`;
const SIGN_BEFORE = new RegExp(`${MONEY_SIGN} ?$`);
const AMOUNT_AFTER = new RegExp(String.raw`^(?:,\d{1,2}(?!\d)| ?${MONEY_SIGN})`);

/**
 * Hides what may be a phone number in any form, for those who may see none: the international ones as maskPhones does,
 * and every 7 to 15 digits that are written like a number, but for their last. Dates, amounts, ids of ours (UUIDs) and
 * fewer digits stay. In doubt it hides. `ours` are numbers that stay, as digits. Masking twice is once.
 */
export function maskAnyPhones(text: string, ours: ReadonlySet<string>): string {
  const once = maskPhones(text, ours);
  return once.replace(PLACES, (whole: string, ...parts: unknown[]) => {
    // Two groups of DATE, this one, and then where it stands.
    const [, , number, at] = parts;
    if (typeof number !== 'string' || typeof at !== 'number') return whole;
    return isNumber(number, once, at, ours) ? maskCell(number) : whole;
  });
}

/** What is written like a number in a text, as digits. */
export const numbersIn = (text: string): string[] =>
  [...text.matchAll(PLACES)]
    .map(([written]) => digitsIn(written).join(''))
    .filter(({ length }) => length >= LEAST_DIGITS);

function isNumber(written: string, text: string, at: number, ours: ReadonlySet<string>): boolean {
  if (/[eE]/.test(written)) return true;
  const rest = written.replace(DATES, '');
  const digits = digitsIn(rest);
  if (digits.length < LEAST_DIGITS || ours.has(digits.join(''))) return false;
  if (digits.length > MOST_TOGETHER && digits.length === [...rest].length) return false;
  return !isAmount(rest, text.slice(0, at), text.slice(at + written.length));
}

/** 1234567.50, 1.234.567,89, $ 1 234 567. A lone zero behind the point is what a spreadsheet makes of a phone. */
function isAmount(written: string, before: string, after: string): boolean {
  if (/^\d{1,8}\.(?!0$)\d{1,2}$/.test(written)) return true;
  return /^\d{1,3}(?:[. ]\d{3})+$/.test(written) && (AMOUNT_AFTER.test(after) || SIGN_BEFORE.test(before));
}

const digitsIn = (text: string): string[] => text.match(/\p{Nd}/gu) ?? [];

/** A text that is a phone number, in whatever form: nothing of it is shown but the last digits. */
export function maskCell(text: string): string {
  const digits = digitsIn(text);
  const tail = Math.max(0, Math.min(SHOWN_AT_END, digits.length - HIDDEN));
  return `${DOTS}${digits.slice(digits.length - tail).join('')}`;
}
