import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { everyPrefix, prefixOf, whyNoZone } from '../../../domain/number-prefix.ts';

describe('prefixOf', () => {
  it('cuts every calling code that the phone library knows where it ends', () => {
    const codes = [...new Set(getCountries().map((country) => String(getCountryCallingCode(country))))];
    expect(codes.length).toBeGreaterThan(200);
    for (const code of codes.filter((each) => each !== '1')) expect(prefixOf(`${code}23456789`)).toBe(code);
  });

  it('goes down to the area code in North America', () => {
    expect(prefixOf('13075550100')).toBe('1307');
  });
});

describe('everyPrefix', () => {
  it('has what may be said of a number, once', () => {
    const all = everyPrefix();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(['1307', '7', '44', '353']));
    expect(all.filter((prefix) => prefixOf(`${prefix}5550100`) !== prefix)).toEqual([]);
  });
});

describe('whyNoZone', () => {
  it.each([
    ['1800', 'unknown', 'toll_free'],
    ['1888', 'mobile_or_landline', 'toll_free'],
    ['44', 'toll_free', 'toll_free'],
    ['1500', 'unknown', 'non_geographic'],
    ['1522', 'other', 'non_geographic'],
    ['1900', 'premium', 'non_geographic'],
    ['44', 'voip', 'non_geographic'],
    ['44', 'mobile', 'mobile'],
    ['44', 'landline', 'unknown_prefix'],
    ['1307', 'mobile_or_landline', 'unknown_prefix'],
    ['1555', 'unknown', 'unknown_prefix'],
  ] as const)('+%s %s: %s', (prefix, lineType, why) => {
    expect(whyNoZone(prefix, lineType)).toBe(why);
  });
});
