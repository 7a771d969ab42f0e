import { cleanPhone } from './phone-clean.ts';
import { ambiguousPhone, damageByForm, damageOfRefused } from './phone-damage.ts';
import { readPlainPhone } from './phone-fast.ts';
import { EXPECTED_PHONE, isPhoneCountry, judgeByLibrary, refusedPhone } from './phone-library.ts';
import { formatE164, type ParsedPhone, type PhoneNote, type ReadPhone } from './phone-result.ts';

export { isPhoneCountry } from './phone-library.ts';
export { formatE164 } from './phone-result.ts';

/** Digits that no library can place without a country; other signs are for the library to name. */
const ONLY_NATIONAL = /^[\d\s()./-]{5,30}$/;
const DIALLING_PREFIX = /^(?:00|011)(?=[\s().-]*[1-9])/;

/**
 * Reads a phone number as people write it: international (`+`, `00`, `011`) or, with a default country (ISO 3166,
 * two letters), national; digits of any script. Checked against the country's numbering plan. Damage that
 * spreadsheets do is named with the repair that would undo it, never repaired silently.
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone {
  const trimmed = text.trim();
  return readPlainPhone(trimmed, defaultCountry) ?? readDoubtfulPhone(trimmed, defaultCountry);
}

function readDoubtfulPhone(written: string, defaultCountry: string | undefined): ParsedPhone {
  const { text, note } = cleanPhone(written);
  if (text === '') return refusedPhone('phone_missing', 'there is no phone number');
  const read = (inner: string): ParsedPhone => parsePhone(inner, defaultCountry);
  const damaged = damageByForm(text, read);
  if (damaged) return damaged;
  if (text !== written) {
    const plain = readPlainPhone(text, defaultCountry);
    if (plain) return noted(plain, plain.note ?? note);
  }
  const country = defaultCountry !== undefined && isPhoneCountry(defaultCountry) ? defaultCountry : undefined;
  const direct =
    country === undefined && ONLY_NATIONAL.test(text)
      ? refusedPhone(
          'phone_needs_country',
          'a national number, and no default country is set',
          `${EXPECTED_PHONE}, or a default country`,
        )
      : judgeByLibrary(text, country);
  if (direct.ok) {
    if (text.startsWith('+')) return confirmed(text, direct, note);
    return ambiguousPhone(text, direct.digits) ?? confirmed(text, direct, noteOf(text, direct.digits));
  }
  // The dialling prefixes of most of the world and of North America, for a number written from elsewhere.
  const abroad = DIALLING_PREFIX.exec(text);
  if (abroad) {
    const international = `+${text.slice(abroad[0].length)}`;
    const found = readPlainPhone(international, undefined) ?? judgeByLibrary(international, undefined);
    if (found.ok) return confirmed(international, found, 'dialling_prefix');
  }
  return damageOfRefused(text, country, direct, read) ?? direct;
}

/** What is dialled later is the E.164 form: where that reads as another number or none, the written one is no use. */
function confirmed(text: string, phone: ReadPhone, note: PhoneNote | undefined): ParsedPhone {
  const e164 = formatE164(phone.digits);
  if (`+${text.replace(/\D/g, '')}` === e164) return noted(phone, note);
  const again = readPlainPhone(e164, undefined) ?? judgeByLibrary(e164, undefined);
  if (again.ok && again.digits === phone.digits) return noted(again, note);
  return refusedPhone('phone_invalid', `the plan of ${phone.country ?? 'its country'} has it, but not as ${e164}`);
}

const noted = (phone: ReadPhone, note: PhoneNote | undefined): ReadPhone =>
  note === undefined ? phone : { ...phone, note };

const noteOf = (text: string, digits: number): PhoneNote =>
  DIALLING_PREFIX.test(text) && text.replace(/\D/g, '').endsWith(`0${digits}`) ? 'dialling_prefix' : 'national';

/** For logs and other eyes: enough to recognise, not enough to call. `+1202***0123`. */
export function maskPhone(digits: number): string {
  const text = String(digits);
  return text.length < 9 ? `+${text.slice(0, 1)}***` : `+${text.slice(0, 4)}***${text.slice(-4)}`;
}
