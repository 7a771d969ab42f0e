import { isSupportedCountry, parsePhoneNumberWithError, ParseError, type CountryCode } from 'libphonenumber-js/max';

export type PhoneProblem =
  | 'phone_missing'
  | 'phone_scientific_notation'
  | 'phone_has_extension'
  | 'phone_needs_country'
  | 'phone_lost_plus'
  | 'phone_too_short'
  | 'phone_too_long'
  | 'phone_invalid';

/** `digits`: E.164 without the plus; 15 digits fit a number. */
export type ParsedPhone =
  | { ok: true; digits: number; country?: string }
  | { ok: false; code: PhoneProblem; message: string; expected: string };

const EXPECTED = 'a phone number like +12025550123';

const problem = (code: PhoneProblem, message: string, expected = EXPECTED): ParsedPhone => ({
  ok: false,
  code,
  message,
  expected,
});

/** Whether this is a two-letter country code that has a numbering plan. */
export const isPhoneCountry = (country: string): country is CountryCode => isSupportedCountry(country);

/**
 * Reads a phone number as people write it: international (`+`, `00`, `011`) or, with a default country (ISO 3166,
 * two letters), national; digits of any script. Checked against the country's numbering plan. Damage that
 * spreadsheets do is named, never repaired silently.
 */
export function parsePhone(text: string, defaultCountry?: string): ParsedPhone {
  // An apostrophe is how a spreadsheet marks text; `tel:` comes from links.
  const trimmed = text.trim().replace(/^'/, '').replace(/^tel:/i, '').replace(/^＋/, '+').trim();
  if (trimmed === '') return problem('phone_missing', 'there is no phone number');
  if (/^[+-]?\d+([.,]\d+)?E\+?\d+$/i.test(trimmed)) {
    return problem(
      'phone_scientific_notation',
      'a spreadsheet turned this number into scientific notation, its last digits may be lost',
      `${EXPECTED}; export the column as text`,
    );
  }
  if (/^\d+[.,]0+$/.test(trimmed)) {
    return problem(
      'phone_invalid',
      'a spreadsheet turned this number into a decimal',
      `${EXPECTED}; export the column as text`,
    );
  }
  const country = defaultCountry !== undefined && isPhoneCountry(defaultCountry) ? defaultCountry : undefined;
  const direct = parseWith(trimmed, country);
  if (direct.ok || direct.code === 'phone_has_extension') return direct;
  // Dialling prefixes of most of the world and of North America, for a number written from elsewhere.
  const abroad = /^(?:00|011)(?=[\s().-]*[1-9])/.exec(trimmed);
  if (abroad) {
    const international = parseWith(`+${trimmed.slice(abroad[0].length)}`, undefined);
    if (international.ok) return international;
  }
  const digits = trimmed.replace(/\D/g, '');
  const onlyDigits = /^[\s().\-\d]+$/.test(trimmed) && digits.length >= 10 && !digits.startsWith('0');
  if (country !== undefined && onlyDigits && parseWith(`+${digits}`, undefined).ok) {
    return problem(
      'phone_lost_plus',
      `no number of ${country}, but one of another country without its plus`,
      `+${digits}?`,
    );
  }
  return direct;
}

function parseWith(text: string, country: CountryCode | undefined): ParsedPhone {
  try {
    const parsed = parsePhoneNumberWithError(text, { ...(country ? { defaultCountry: country } : {}), extract: false });
    if (parsed.ext !== undefined && parsed.ext !== '') {
      return problem(
        'phone_has_extension',
        `extensions cannot be dialled (${parsed.ext})`,
        'a number that is dialled directly',
      );
    }
    if (!parsed.isValid()) {
      const where = parsed.country ?? `+${parsed.countryCallingCode}`;
      return problem('phone_invalid', `no such number in the numbering plan of ${where}`);
    }
    const digits = Number(parsed.number.slice(1));
    return parsed.country === undefined ? { ok: true, digits } : { ok: true, digits, country: parsed.country };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    switch (error.message) {
      case 'INVALID_COUNTRY':
        return text.startsWith('+')
          ? problem('phone_invalid', 'no country has this calling code')
          : problem(
              'phone_needs_country',
              'a national number, and no default country is set',
              `${EXPECTED}, or a default country`,
            );
      case 'TOO_SHORT':
        return problem('phone_too_short', 'too few digits for a phone number');
      case 'TOO_LONG':
        return problem('phone_too_long', 'too many digits for one phone number', `${EXPECTED}, one per cell`);
      default:
        return problem('phone_invalid', 'not a phone number');
    }
  }
}

/** E.164 with plus, as providers take it. */
export const formatE164 = (digits: number): string => `+${digits}`;

/** For logs and other eyes: enough to recognise, not enough to call. `+1202***0123`. */
export function maskPhone(digits: number): string {
  const text = String(digits);
  return text.length < 9 ? `+${text.slice(0, 1)}***` : `+${text.slice(0, 4)}***${text.slice(-4)}`;
}
