import { isPhoneCountry } from '../../../domain/phone.ts';

let byName: Map<string, string> | undefined;

/** What people write instead of two letters, beside the English names. */
const COMMON: ReadonlyMap<string, string> = new Map(
  Object.entries({
    usa: 'US',
    'u.s.': 'US',
    'u.s.a.': 'US',
    america: 'US',
    uk: 'GB',
    'great britain': 'GB',
    england: 'GB',
    scotland: 'GB',
    wales: 'GB',
    deutschland: 'DE',
    österreich: 'AT',
    schweiz: 'CH',
    españa: 'ES',
    italia: 'IT',
    nederland: 'NL',
    holland: 'NL',
    méxico: 'MX',
    brasil: 'BR',
  }),
);

/** The two-letter code (ISO 3166) of a country's code or English name; undefined = no such country. */
export function countryOf(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (code.length === 2 && isPhoneCountry(code)) return code;
  byName ??= englishNames();
  const name = text.trim().toLowerCase();
  return COMMON.get(name) ?? byName.get(name);
}

function englishNames(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const found = new Map<string, string>();
  for (let a = 65; a <= 90; a++) {
    for (let b = 65; b <= 90; b++) {
      const code = String.fromCharCode(a, b);
      const name = isPhoneCountry(code) ? names.of(code) : undefined;
      if (name !== undefined) found.set(name.toLowerCase(), code);
    }
  }
  return found;
}
