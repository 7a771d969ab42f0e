import { isUtf8 } from 'node:buffer';
import type { FindingCode } from '../../../domain/finding-titles.ts';
import type { FixCode } from '../../../domain/fixes.ts';

/** What a column's values are, where that makes a value look damaged. */
export type CellKind = 'text' | 'date' | 'postcode' | 'id';

export interface CellDamage {
  fix: Extract<FixCode, 'mojibake' | 'date_serial' | 'lost_zero' | 'quoted_number' | 'scientific'>;
  suggested: string;
  /** "<what is wrong>; expected <what>". */
  message: string;
}

/** Letters of Windows-1252 in 0x80-0x9F; the five bytes that it leaves out are read as control characters. */
const UPPER_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const BYTE_OF = new Map([...UPPER_1252].map((letter, index) => [letter.charCodeAt(0), 0x80 + index]));
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** What decoding must not bring to light: then the text was no UTF-8, or had lost characters before. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NO_TEXT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD]/;

/** Excel counts days from 1899-12-30 (it takes 1900 for a leap year); 20000 is 1954, 60000 is 2064. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/**
 * What a spreadsheet or an export did to a value, and the value that was there before. Phone columns have checks of
 * their own. The same damage is never found in what its repair gives. Any text is fine; ASCII text costs a scan.
 */
export function damagedCell(value: string, kind: CellKind): CellDamage | undefined {
  if (value.charCodeAt(0) === EQUALS) {
    const suggested = unwrapped(value);
    if (suggested !== undefined) {
      const message = 'the value is written as a formula to keep it as text; expected the text alone';
      return { fix: 'quoted_number', suggested, message };
    }
  }
  const repaired = hasUpper(value) ? asUtf8(value) : undefined;
  if (repaired !== undefined) {
    const message = 'UTF-8 text that was read as Windows-1252; expected letters as people write them';
    return { fix: 'mojibake', suggested: repaired, message };
  }
  switch (kind) {
    case 'date':
      return dateSerial(value);
    case 'postcode':
      return lostZero(value);
    case 'id':
      return scientific(value);
    case 'text':
      return undefined;
  }
}

const EQUALS = 61;

/** `="0012"` holds 0012, however often it was wrapped. */
function unwrapped(value: string): string | undefined {
  const inner = /^="((?:[^"]|"")*)"$/.exec(value)?.[1]?.replaceAll('""', '"');
  return inner === undefined ? undefined : (unwrapped(inner) ?? inner);
}

function hasUpper(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7f) return true;
  return false;
}

/** Text that went through the wrong reading more than once is read back as often. */
function asUtf8(value: string): string | undefined {
  const bytes = new Uint8Array(value.length);
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const byte = code < 0x100 ? code : BYTE_OF.get(code);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  // Asked first: nearly every accent is no UTF-8, and an error for each costs more than all of its row.
  if (!isUtf8(bytes)) return undefined;
  const text = utf8.decode(bytes);
  if (text === value || NO_TEXT.test(text)) return undefined;
  return hasUpper(text) ? (asUtf8(text) ?? text) : text;
}

function dateSerial(value: string): CellDamage | undefined {
  if (!/^[2-6]\d{4}$/.test(value)) return undefined;
  const days = Number(value);
  if (days > 60_000) return undefined;
  const suggested = new Date(SERIAL_ZERO_MS + days * DAY_MS).toISOString().slice(0, 10);
  return { fix: 'date_serial', suggested, message: `${value} is a count of days; expected a date` };
}

/** ZIP codes and German postcodes have five digits, and many begin with a zero. */
function lostZero(value: string): CellDamage | undefined {
  if (!/^\d{4}(?:-\d{4})?$/.test(value)) return undefined;
  const message = 'a postcode of four digits, most likely without its zero; expected five';
  return { fix: 'lost_zero', suggested: `0${value}`, message };
}

const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/** Written out only when all its digits are there: Excel shows six of them and rounds the rest away. */
function scientific(value: string): CellDamage | undefined {
  const [, first = '', decimals = '', exponent = '0'] = SCIENTIFIC.exec(value) ?? [];
  if (first === '' || decimals.length !== Number(exponent)) return undefined;
  const message = 'a spreadsheet wrote this number with an exponent; expected all digits';
  return { fix: 'scientific', suggested: first + decimals, message };
}

/** English, German, French, Spanish and Dutch short names. */
const MONTH =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|sept|déc|ene|abr|ago|dic|mrt|mei)';
const DATE_LIKE = new RegExp(`^(?:\\d{1,2}[-. ]+${MONTH}\\.?|${MONTH}\\.?[- ]\\d{1,4})$`, 'i');

/** An id that a spreadsheet has most likely destroyed: what it was cannot be told from what is left. */
export function doubtfulCell(value: string, kind: CellKind): { code: FindingCode; message: string } | undefined {
  if (kind !== 'id') return undefined;
  if (SCIENTIFIC.test(value) && scientific(value) === undefined) {
    const message =
      'a spreadsheet rounded this number and its last digits are lost; expected all digits, from the source';
    return { code: 'digits_lost', message };
  }
  if (DATE_LIKE.test(value)) {
    const message = 'a spreadsheet may have turned this id into a date; expected the id as it is in the source';
    return { code: 'id_became_date', message };
  }
  return undefined;
}
