import type { PhoneNote } from './phone-result.ts';

/** The zero of each script's digits (Unicode, general category Nd); the other nine follow it. */
const ZEROS = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x0f20,
  0x1040, 0xff10,
] as const;

const ALL_ASCII = /^[\x20-\x7e]*$/;
/** Soft hyphens, joiners and the direction marks that come with numbers copied out of address books. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Spaces of fixed width, which typesetting and French number formats put between groups. */
const OTHER_SPACES = /[\u2000-\u200a\u202f\u205f]/g;
const OTHER_DIGITS =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\uff10-\uff19]/g;

/** Takes away what surely belongs to no number, and writes all digits as 0-9. */
export function cleanPhone(text: string): { text: string; note: PhoneNote | undefined } {
  let cleaned = text;
  let note: PhoneNote | undefined;
  if (!ALL_ASCII.test(text)) {
    const visible = text.replace(INVISIBLE, '').replace(OTHER_SPACES, ' ').replaceAll('＋', '+');
    cleaned = visible.replace(OTHER_DIGITS, digitOf);
    note = cleaned === visible ? undefined : 'unicode_digits';
  }
  // An apostrophe is how a spreadsheet marks text; `tel:` comes from links; parentheses may stand around `+49`, and
  // `+0049` can only be meant one way, since no calling code begins with a zero.
  cleaned = cleaned
    .trim()
    .replace(/^'/, '')
    .replace(/^tel:/i, '')
    .trim()
    .replace(/^\(\s*(\+\d{1,3})\s*\)/, '$1 ')
    .replace(/^\+\s*00(?=[1-9])/, '+');
  return { text: cleaned, note: note ?? (cleaned === text ? undefined : 'formatted') };
}

function digitOf(character: string): string {
  const code = character.charCodeAt(0);
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? character : String(code - zero);
}
