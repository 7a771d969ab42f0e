import {
  isSupportedCountry,
  parsePhoneNumberWithError,
  ParseError,
  type CountryCode,
  type PhoneNumberType,
} from 'libphonenumber-js/max';
import type { LineType } from './line-type.ts';
import type { ParsedPhone, PhoneProblem, RefusedPhone } from './phone-result.ts';

export const EXPECTED_PHONE = 'a phone number like +12025550123';
/** E.164 has no longer numbers, and no longer ones fit a number. */
const MAX_DIGITS = 15;

const LINE_TYPES: Record<PhoneNumberType, LineType> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'mobile_or_landline',
  TOLL_FREE: 'toll_free',
  PREMIUM_RATE: 'premium',
  VOIP: 'voip',
  SHARED_COST: 'other',
  PERSONAL_NUMBER: 'other',
  PAGER: 'other',
  UAN: 'other',
  VOICEMAIL: 'other',
};

export const refusedPhone = (code: PhoneProblem, message: string, expected = EXPECTED_PHONE): RefusedPhone => ({
  ok: false,
  code,
  message,
  expected,
});

/** Whether this is a two-letter country code that has a numbering plan. */
export const isPhoneCountry = (country: string): country is CountryCode => isSupportedCountry(country);

/** The library's judgement of a number as it stands: the last word about everything that is not plain. */
export function judgeByLibrary(text: string, country: CountryCode | undefined): ParsedPhone {
  try {
    const parsed = parsePhoneNumberWithError(text, { ...(country ? { defaultCountry: country } : {}), extract: false });
    if (parsed.ext !== undefined && parsed.ext !== '') {
      return refusedPhone(
        'phone_has_extension',
        `extensions cannot be dialled (${parsed.ext})`,
        'a number that is dialled directly',
      );
    }
    if (!parsed.isValid()) {
      const where = parsed.country ?? `+${parsed.countryCallingCode}`;
      return refusedPhone('phone_invalid', `no such number in the numbering plan of ${where}`);
    }
    if (parsed.number.length > MAX_DIGITS + 1) {
      return refusedPhone('phone_too_long', `more than the ${MAX_DIGITS} digits that phone numbers have worldwide`);
    }
    const type = parsed.getType();
    const lineType = type === undefined ? 'unknown' : LINE_TYPES[type];
    const digits = Number(parsed.number.slice(1));
    return parsed.country === undefined
      ? { ok: true, digits, lineType }
      : { ok: true, digits, country: parsed.country, lineType };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    switch (error.message) {
      case 'INVALID_COUNTRY':
        return text.startsWith('+')
          ? refusedPhone('phone_invalid', 'no country has this calling code')
          : refusedPhone(
              'phone_needs_country',
              'a national number, and no default country is set',
              `${EXPECTED_PHONE}, or a default country`,
            );
      case 'TOO_SHORT':
        return refusedPhone('phone_too_short', 'too few digits for a phone number');
      case 'TOO_LONG':
        return refusedPhone(
          'phone_too_long',
          'too many digits for one phone number',
          `${EXPECTED_PHONE}, one per cell`,
        );
      default:
        return refusedPhone('phone_invalid', 'not a phone number');
    }
  }
}
