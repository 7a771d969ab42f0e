import type { FixCode } from './fixes.ts';
import { readPlainPhone } from './phone-fast.ts';
import { EXPECTED_PHONE, refusedPhone } from './phone-library.ts';
import { callingCodePlan } from './phone-plans.ts';
import { formatE164, type ParsedPhone, type PhoneProblem, type ReadPhone, type RefusedPhone } from './phone-result.ts';

/** Reads what is left when a damage is undone; it may have another one. */
export type ReadPhoneText = (text: string) => ParsedPhone;

const AS_TEXT = `${EXPECTED_PHONE}; export the column as text`;

const FORMULA = /^=\s*(?:"{1,3}([^"]*)"{1,3}|([+\d(][^"]*))$/;
const SCIENTIFIC = /^([+-]?)(\d+)(?:[.,](\d+))?E([+-]?)(\d{1,3})$/i;
const DECIMAL = /^(\+?[1-9]\d{5,})[.,]0+$/;
const COMMAS = /^(\+?[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d?(?:,\d{2})+,\d{3})(?:\.0+)?$/;
const DOTS = /^(\+?[1-9]\d{0,2}(?:\.\d{3}){2,})(?:,0+)?$/;
const EXTENSION =
  /^(.*\d)[\s)]*[\s,;./(–-]*(?:ext(?:ension|n)?|x|#|durchwahl|dw|nebenstelle|apparat|app|poste|anexo|interno|int|доб)[\s.:=]*\d{1,7}\)?#?$/i;
/** An area code in digits, then letters, as on advertisements. */
const LETTERS = /^\+?(?:1[\s.-]*)?\(?\d{3}\)?[\s.-]*(?=[\d\s.-]*[a-z]{3})[a-z\d\s.-]+$/i;
/** Keys of a phone: a-c on 2 ... w-z on 9 (ITU-T E.161). */
const KEYS = '22233344455566677778889999';
const PLAIN_DIGITS = /^[\d\s()./-]+$/;

/** Shorter than this, digits without a plus are a national number as likely as an international one. */
const MIN_LOST_PLUS_DIGITS = { withCountry: 10, withoutCountry: 11 } as const;

function repairable(
  code: PhoneProblem,
  fix: FixCode,
  message: string,
  expected: string,
  repaired: ParsedPhone,
): RefusedPhone {
  const suggested = repaired.ok ? formatE164(repaired.digits) : repaired.suggested;
  if (suggested === undefined) return refusedPhone(code, message, expected);
  return { ok: false, code, message, expected, fix, suggested };
}

/** Damage that shows in how a value is written, whatever number it holds; such a value is never read as it stands. */
export function damageByForm(text: string, read: ReadPhoneText): RefusedPhone | undefined {
  const formula = FORMULA.exec(text);
  if (formula) {
    const inner = read(formula[1] ?? formula[2] ?? '');
    return repairable('phone_quoted', 'quoted_number', 'the number stands in a formula', EXPECTED_PHONE, inner);
  }
  const scientific = SCIENTIFIC.exec(text);
  if (scientific) return scientificDamage(scientific, read);
  const decimal = DECIMAL.exec(text)?.[1];
  if (decimal !== undefined) {
    const message = 'a spreadsheet turned this number into a decimal';
    return repairable('phone_decimal', 'decimal', message, AS_TEXT, read(decimal));
  }
  const commas = COMMAS.exec(text)?.[1];
  return commas === undefined ? undefined : thousandsDamage(commas, read);
}

function scientificDamage(match: RegExpExecArray, read: ReadPhoneText): RefusedPhone {
  const [, sign, whole = '', fraction = '', exponentSign, exponent] = match;
  const missing = Number(exponent) - fraction.length;
  const message = 'a spreadsheet turned this number into scientific notation';
  if (sign === '-' || exponentSign === '-' || missing < 0) {
    return refusedPhone('phone_scientific_notation', `${message}; it is no whole number`, AS_TEXT);
  }
  if (missing > 0) {
    return refusedPhone(
      'phone_scientific_notation',
      `${message} and lost digits (${missing} at the end): the number must come from where the list was made`,
      AS_TEXT,
    );
  }
  const inner = read(`${sign}${whole}${fraction}`);
  return repairable('phone_scientific_notation', 'scientific', `${message}, with all its digits`, AS_TEXT, inner);
}

const thousandsDamage = (grouped: string, read: ReadPhoneText): RefusedPhone =>
  repairable(
    'phone_thousands',
    'thousands',
    'a spreadsheet put separators between the thousands of this number',
    AS_TEXT,
    read(grouped.replace(/[.,]/g, '')),
  );

/** Damage of a value that is no number as it stands; undefined = none that is known. */
export function damageOfRefused(
  text: string,
  country: string | undefined,
  refused: RefusedPhone,
  read: ReadPhoneText,
): RefusedPhone | undefined {
  const dots = DOTS.exec(text)?.[1];
  if (dots !== undefined) return thousandsDamage(dots, read);
  const main = EXTENSION.exec(text)?.[1];
  if (main !== undefined) {
    const inner = read(main);
    const known = refused.code === 'phone_has_extension';
    if (known || inner.ok || inner.suggested !== undefined) {
      const message = known ? refused.message : 'extensions cannot be dialled';
      return repairable('phone_has_extension', 'extension', message, 'a number that is dialled directly', inner);
    }
  }
  if (LETTERS.test(text)) return lettersDamage(text, country);
  return lostZero(text, country) ?? lostPlus(text, country);
}

/** Only in North America, where such numbers are in use: as many keys as the number has digits, none more. */
function lettersDamage(text: string, country: string | undefined): RefusedPhone | undefined {
  const keyed = text
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => KEYS[letter.charCodeAt(0) - 97] ?? '')
    .replace(/\D/g, '');
  const international = keyed.length === 10 ? `+1${keyed}` : `+${keyed}`;
  const isAmerican = keyed.length === 10 ? homeCodeIs1(country) : keyed.length === 11 && keyed.startsWith('1');
  const repaired = isAmerican ? readPlainPhone(international, undefined) : undefined;
  if (!repaired) return undefined;
  return repairable('phone_letters', 'letters', 'the number is written with letters', EXPECTED_PHONE, repaired);
}

const homeCodeIs1 = (country: string | undefined): boolean =>
  country !== undefined && readPlainPhone('8005550123', country)?.digits === 18005550123;

/** Where a zero belongs to the number, as in Italy; elsewhere a trunk zero may be left out, and nothing is refused. */
function lostZero(text: string, country: string | undefined): RefusedPhone | undefined {
  let digits = text.replace(/\D/g, '');
  let repaired: ReadPhone | undefined;
  if (text.startsWith('+')) {
    let length = 1;
    while (length < 3 && !callingCodePlan(Number(digits.slice(0, length)))) length++;
    const code = digits.slice(0, length);
    digits = digits.slice(length);
    repaired = readPlainPhone(`+${code}0${digits}`, undefined);
  } else if (country !== undefined && PLAIN_DIGITS.test(text) && !digits.startsWith('0')) {
    repaired = readPlainPhone(`0${digits}`, country);
  }
  // A zero that is only dialled is no part of the number: without it the number is as wrong as before.
  if (!repaired || (repaired.note !== 'dialling_prefix' && !String(repaired.digits).endsWith(`0${digits}`))) {
    return undefined;
  }
  const message = 'no such number without the zero that belongs to it';
  return repairable('phone_lost_zero', 'lost_zero', message, AS_TEXT, repaired);
}

/**
 * A number that reads as national and just as well as an international one of the same country without its plus, as
 * `4915112345678` in Germany: a mobile there, or a landline of the area 04915. The library takes the landline.
 */
export function ambiguousPhone(text: string, digits: number): RefusedPhone | undefined {
  const written = text.replace(/\D/g, '');
  const e164 = String(digits);
  const code = e164.slice(0, e164.length - written.length);
  if (!PLAIN_DIGITS.test(text) || !e164.endsWith(written) || code === '' || !written.startsWith(code)) return undefined;
  const repaired = readPlainPhone(`+${written}`, undefined);
  if (!repaired) return undefined;
  const message = 'either an international number without its plus, or a national one';
  const expected = `+${written}, or ${formatE164(digits)}`;
  return repairable('phone_lost_plus', 'lost_plus', message, expected, repaired);
}

function lostPlus(text: string, country: string | undefined): RefusedPhone | undefined {
  const digits = text.replace(/\D/g, '');
  const least = MIN_LOST_PLUS_DIGITS[country === undefined ? 'withoutCountry' : 'withCountry'];
  if (!PLAIN_DIGITS.test(text) || digits.length < least || digits.startsWith('0')) return undefined;
  const repaired = readPlainPhone(`+${digits}`, undefined);
  if (!repaired) return undefined;
  const message =
    country === undefined
      ? 'an international number without its plus'
      : `no number of ${country}, but one of another country without its plus`;
  return repairable('phone_lost_plus', 'lost_plus', message, `+${digits}`, repaired);
}
