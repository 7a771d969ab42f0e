import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatE164, maskPhone, parsePhone } from '../../../domain/phone.ts';

const digits = (text: string, country?: string): number | string => {
  const parsed = parsePhone(text, country);
  return parsed.ok ? parsed.digits : parsed.code;
};

describe('parsePhone', () => {
  it.each<[string, string | undefined, number]>([
    ['+1 202 555 0123', undefined, 12025550123],
    ['(202) 555-0123', 'US', 12025550123],
    ['202.555.0123', 'US', 12025550123],
    ['1-202-555-0123', 'US', 12025550123],
    [" '+12025550123 ", undefined, 12025550123],
    ['tel:+12025550123', undefined, 12025550123],
    ['0049 30 12345678', undefined, 493012345678],
    ['0049 30 12345678', 'US', 493012345678],
    ['011 49 30 12345678', 'US', 493012345678],
    ['011 49 30 12345678', undefined, 493012345678],
    ['+49 (0)30 12345678', undefined, 493012345678],
    ['030 12345678', 'DE', 493012345678],
    ['٠٢٠ ٧٩١١ ١٢٣٤', 'GB', 442079111234],
    ['＋１２０２５５５０１２３', undefined, 12025550123],
    ['+39 06 698 12345', undefined, 390669812345],
  ])('reads %s (%s)', (text, country, expected) => {
    expect(digits(text, country)).toBe(expected);
  });

  it.each<[string, string | undefined, string]>([
    ['', 'US', 'phone_missing'],
    ['   ', 'US', 'phone_missing'],
    ['1.2025550123E+10', 'US', 'phone_scientific_notation'],
    ['1,20256E+10', 'US', 'phone_scientific_notation'],
    ['12025550123.0', 'US', 'phone_decimal'],
    ['202 555 0123 ext 5', 'US', 'phone_has_extension'],
    ['+1 202 555 0123;ext=4', undefined, 'phone_has_extension'],
    ['202 555 0123', undefined, 'phone_needs_country'],
    ['447911123456', 'US', 'phone_lost_plus'],
    ['12', 'US', 'phone_invalid'],
    ['1', 'US', 'phone_too_short'],
    ['911', 'US', 'phone_invalid'],
    ['+1 111 555 0123', undefined, 'phone_invalid'],
    ['+999 12345678', undefined, 'phone_invalid'],
    ['2025550123 / 2025550124', 'US', 'phone_too_long'],
    ['1-800-FLOWERS', 'US', 'phone_letters'],
    ['n/a', 'US', 'phone_invalid'],
    ['call me 2025550123', 'US', 'phone_invalid'],
  ])('says what is wrong with "%s" (%s)', (text, country, code) => {
    expect(digits(text, country)).toBe(code);
  });

  it('never throws, and reads what it formats', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789+()- .xE') })), (text) => {
        const parsed = parsePhone(text, 'US');
        if (parsed.ok) expect(parsePhone(formatE164(parsed.digits))).toMatchObject({ ok: true, digits: parsed.digits });
        else expect(parsed.expected).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('maskPhone', () => {
  it('hides the middle of a number', () => {
    expect(maskPhone(12025550123)).toBe('+1202***0123');
    expect(maskPhone(2901234)).toBe('+2***');
  });
});
