import { expect, it } from 'vitest';
import { isPhoneCountry } from '../../../../../domain/phone.ts';
import { countryOf } from '../../../../../engine/importing/checking/country-of.ts';

it.each([
  ['us', 'US'],
  [' DE ', 'DE'],
  ['United States', 'US'],
  ['united kingdom', 'GB'],
  ['UK', 'GB'],
  ['England', 'GB'],
  ['Deutschland', 'DE'],
  ['Österreich', 'AT'],
  ['BRASIL', 'BR'],
  ['Japan', 'JP'],
])('reads %j as %s', (text, country) => {
  expect(countryOf(text)).toBe(country);
});

it.each(['', 'XX', 'U', 'USAA', 'Frankreich', '+49', '49', 'Atlantis', '__proto__', 'constructor'])(
  'knows no country %j',
  (text) => {
    expect(countryOf(text)).toBeUndefined();
  },
);

it('reads every code in any case, and its English name as the same country', () => {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  let read = 0;
  for (let a = 65; a <= 90; a++) {
    for (let b = 65; b <= 90; b++) {
      const code = String.fromCharCode(a, b);
      if (!isPhoneCountry(code)) continue;
      read++;
      const name = names.of(code);
      expect(countryOf(code.toLowerCase())).toBe(code);
      if (name !== undefined) expect(countryOf(name.toUpperCase())).toBe(code);
    }
  }
  expect(read).toBeGreaterThan(200);
});
