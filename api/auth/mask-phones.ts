/** A number in full: together, or in groups as people write it. In addresses the plus is written %2B. */
const NUMBER = /(\+|%2B)(\d{7,}|\(?\d{1,6}(?:[ .()-]{1,3}\d{1,6}){1,6})/gi;

const DOTS = '••••••';
const LEAST_DIGITS = 7;
const SHOWN_AT_END = 4;
/** Of short numbers even fewer are shown: this many stay hidden. */
const HIDDEN = 4;

/** Whether a text holds a number that was masked: it must not be stored as if it were one. */
export const holdsMask = (text: string): boolean => text.includes(DOTS);

/**
 * Hides all but the first and last digits of phone numbers in full international form (+12025550123 becomes
 * +1••••••0123), in any text: JSON, CSV, events. `ours` are numbers that stay, as digits. Masking twice is once.
 */
export function maskPhones(text: string, ours: ReadonlySet<string>): string {
  return text.replace(NUMBER, (whole: string, plus: string, written: string) => {
    const digits = written.replace(/\D/g, '');
    return digits.length < LEAST_DIGITS || ours.has(digits) ? whole : `${plus}${masked(digits)}`;
  });
}

function masked(digits: string): string {
  // +1 and +7 are whole country codes; every other one has at least two digits.
  const head = /^[17]/.test(digits) ? 1 : 2;
  const tail = Math.max(0, Math.min(SHOWN_AT_END, digits.length - head - HIDDEN));
  return `${digits.slice(0, head)}${DOTS}${digits.slice(digits.length - tail)}`;
}

/** How much of the end of a piece may be the beginning of a number that the next piece goes on with. */
export function openEnd(text: string): number {
  const [open = ''] = /(?:%|%2|(?:\+|%2B)[\d .()-]{0,64})$/i.exec(text) ?? [];
  return open.length;
}
