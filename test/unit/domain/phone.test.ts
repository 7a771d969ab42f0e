import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatE164, maskPhone, parsePhone } from '../../../domain/phone.ts';
import { phoneNumberGenerator } from './phone-number-generator.ts';

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
    ['0049 (0)30 12345678', 'US', 493012345678],
    ['011 49 30 12345678', 'US', 493012345678],
    ['011 49 30 12345678', undefined, 493012345678],
    ['+0049 30 12345678', undefined, 493012345678],
    ['+49 (0)30 12345678', undefined, 493012345678],
    ['(+49) 30 12345678', undefined, 493012345678],
    ['030 12345678', 'DE', 493012345678],
    ['3012345678', 'DE', 493012345678],
    ['436641234567', 'AT', 436641234567],
    ['612.345.678', 'ES', 34612345678],
    ['٠٢٠ ٧٩١١ ١٢٣٤', 'GB', 442079111234],
    ['०२० ७९११ १२३४', 'GB', 442079111234],
    ['＋１２０２５５５０１２３', undefined, 12025550123],
    ['\u202a+49 30 12345678\u202c', undefined, 493012345678],
    ['+39 06 698 12345', undefined, 390669812345],
    ['06 698 12345', 'IT', 390669812345],
    ['8 (916) 123-45-67', 'RU', 79161234567],
    ['011 15 2345-6789', 'AR', 5491123456789],
  ])('reads %s (%s)', (text, country, expected) => {
    expect(digits(text, country)).toBe(expected);
  });

  it.each<[string, string | undefined, string | undefined, string]>([
    ['+44 7911 123456', undefined, 'GG', 'mobile'],
    ['+44 20 7946 0123', undefined, 'GB', 'landline'],
    ['202 555 0123', 'US', 'US', 'mobile_or_landline'],
    ['+1 514 647 8900', undefined, 'CA', 'mobile_or_landline'],
    ['+7 701 234 5678', undefined, 'KZ', 'mobile'],
    ['+1 800 555 0123', undefined, 'US', 'toll_free'],
    ['+1 900 555 0123', undefined, 'US', 'premium'],
    ['+44 56 1234 5678', undefined, 'GB', 'voip'],
    ['+44 70 1234 5678', undefined, 'GB', 'other'],
    ['+800 1234 5678', undefined, undefined, 'toll_free'],
    ['+7 800 555 35 35', undefined, 'RU', 'toll_free'],
  ])('knows country and kind of line of %s (%s)', (text, home, country, lineType) => {
    expect(parsePhone(text, home)).toMatchObject({ ok: true, lineType });
    const parsed = parsePhone(text, home);
    expect(parsed.ok && parsed.country).toBe(country);
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['+49 30 12345678', 'US', undefined],
    ['030 12345678', 'DE', 'national'],
    ['3012345678', 'DE', 'national'],
    ['011 15 2345-6789', 'AR', 'national'],
    ['0049 30 12345678', 'DE', 'dialling_prefix'],
    ['0049 30 12345678', 'US', 'dialling_prefix'],
    ['011 49 30 12345678', undefined, 'dialling_prefix'],
    ['0049 (0)30 12345678', 'US', 'dialling_prefix'],
    ['+٤٩ ٣٠ ١٢٣٤٥٦٧٨', undefined, 'unicode_digits'],
    ["'+49 30 12345678", undefined, 'formatted'],
  ])('notes how it came to read %s (%s)', (text, country, note) => {
    const parsed = parsePhone(text, country);
    expect(parsed.ok && parsed.note).toBe(note);
  });

  it.each<[string, string | undefined, string]>([
    ['', 'US', 'phone_missing'],
    ['   ', 'US', 'phone_missing'],
    ['202 555 0123', undefined, 'phone_needs_country'],
    ['202 555 0123', 'XX', 'phone_needs_country'],
    ['202 555 0123 x5', undefined, 'phone_needs_country'],
    ['12', 'US', 'phone_invalid'],
    ['1', 'US', 'phone_too_short'],
    ['911', 'US', 'phone_invalid'],
    ['911 x5', 'US', 'phone_has_extension'],
    ['+1 111 555 0123', undefined, 'phone_invalid'],
    ['+999 12345678', undefined, 'phone_invalid'],
    ['2025550123 / 2025550124', 'US', 'phone_too_long'],
    ['800-FLOWERS', 'DE', 'phone_invalid'],
    ['n/a', 'US', 'phone_invalid'],
    ['call me 2025550123', 'US', 'phone_invalid'],
    ['=HYPERLINK("tel")', 'US', 'phone_invalid'],
    ['1.20256E+10', 'US', 'phone_scientific_notation'],
    ['1,20256E+10', 'US', 'phone_scientific_notation'],
    ['-1.2025550123E+10', 'US', 'phone_scientific_notation'],
  ])('says what is wrong with "%s" (%s), with no repair', (text, country, code) => {
    expect(parsePhone(text, country)).toMatchObject({ ok: false, code, message: /./ });
    expect(parsePhone(text, country)).not.toHaveProperty('suggested');
    expect(parsePhone(text, country)).not.toHaveProperty('fix');
  });

  it('says that digits are lost, and how many', () => {
    expect(parsePhone('4.91511E+12', 'DE')).toMatchObject({ message: expect.stringContaining('lost digits (7 ') });
  });

  it.each<[fix: string, code: string, suggested: string, cells: [string, string?][]]>([
    [
      'lost_plus',
      'phone_lost_plus',
      '+4915112345678',
      [['4915112345678'], ['4915112345678', 'US'], ['4915112345678', 'DE']],
    ],
    ['lost_plus', 'phone_lost_plus', '+447911123456', [['44 7911 123456', 'US'], ['447911123456']]],
    [
      'lost_zero',
      'phone_lost_zero',
      '+390669812345',
      [['669812345', 'IT'], ['+39 669812345'], ['+39 669812345', 'US']],
    ],
    ['lost_zero', 'phone_lost_zero', '+49301234567', [['1149301234567', 'US']]],
    [
      'scientific',
      'phone_scientific_notation',
      '+4915112345678',
      [['4.915112345678E+12'], ['4,915112345678e12', 'US']],
    ],
    ['scientific', 'phone_scientific_notation', '+12025550123', [['2.025550123E+9', 'US'], ['1.2025550123E+10']]],
    [
      'decimal',
      'phone_decimal',
      '+12025550123',
      [['12025550123.0'], ['12025550123,0', 'US'], ['2025550123.00 ', 'US']],
    ],
    ['decimal', 'phone_decimal', '+4915112345678', [['15112345678.0', 'DE']]],
    [
      'thousands',
      'phone_thousands',
      '+4915112345678',
      [['4,915,112,345,678'], ['4.915.112.345.678', 'US'], ['49,15,11,23,45,678'], ['4,915,112,345,678.00', 'US']],
    ],
    ['thousands', 'phone_thousands', '+12025550123', [['2,025,550,123', 'US']]],
    [
      'quoted_number',
      'phone_quoted',
      '+442079111234',
      [['="02079111234"', 'GB'], ['=""02079111234""', 'GB'], ['=+442079111234'], ['="442079111234"', 'US']],
    ],
    ['letters', 'phone_letters', '+18003569377', [['1-800-FLOWERS', 'US'], ['1-800-flowers'], ['(800) FLOWERS', 'CA']]],
    [
      'extension',
      'phone_has_extension',
      '+12025550123',
      [
        ['202 555 0123 x123', 'US'],
        ['202 555 0123 ext. 5', 'US'],
        ['+1 202 555 0123;ext=4'],
        ['202-555-0123 #12', 'US'],
        ['+1 202 555 0123 (ext 5)'],
      ],
    ],
    [
      'extension',
      'phone_has_extension',
      '+493012345678',
      [
        ['030 12345678 Durchwahl 12', 'DE'],
        ['030 12345678, DW: 12', 'DE'],
        ['0049 30 12345678 ext 5', 'US'],
      ],
    ],
  ])('proposes %s (%s) to get %s', (fix, code, suggested, cells) => {
    for (const [text, country] of cells) {
      expect(parsePhone(text, country), `${text} (${country})`).toMatchObject({ ok: false, fix, code, suggested });
    }
  });

  it('leaves a national number of ten digits alone that would be one of another country with a plus', () => {
    expect(digits('+6462345678')).toBe(6462345678);
    expect(parsePhone('6462345678')).not.toHaveProperty('suggested');
  });

  it('does not take digits for a national number that were an international one before they lost their plus', () => {
    // The library reads the first as a landline of the area 04915.
    expect(parsePhone('4915112345678', 'DE')).toMatchObject({ ok: false, suggested: '+4915112345678' });
    expect(digits('04915 112345678', 'DE')).toBe(494915112345678);
  });
});

const COUNTRIES = ['US', 'DE', 'IT', 'GB', 'AR', 'BR', 'MX', 'RU', 'AU', 'JP', 'IN', 'AG', 'XX', undefined] as const;
const anyCountry = fc.constantFrom(...COUNTRIES);
const number = fc.nat().map((seed) => phoneNumberGenerator(seed)());
const damage = fc.tuple(
  fc.constantFrom('', '=', '="', "'", '00', '0'),
  fc.constantFrom('', '.0', ',0', 'E+12', ' x5', 'a', '"'),
);
const anyCell = fc.oneof(
  fc.record({ text: fc.string({ unit: 'binary' }), country: anyCountry }),
  fc.record({ text: fc.string({ unit: fc.constantFrom(...'0123456789+()-/. ,xE#="\'') }), country: anyCountry }),
  number,
  number.map(({ text, country }) => ({ text: text.replace('+', ''), country })),
  fc.tuple(number, anyCountry).map(([{ text }, country]) => ({ text: text.replace('+', ''), country })),
  fc
    .tuple(number, damage)
    .map(([{ text, country }, [before, after]]) => ({ text: `${before}${text}${after}`, country })),
);

describe('whatever a cell holds, parsePhone', () => {
  const check = (judge: (parsed: ReturnType<typeof parsePhone>) => void): void => {
    fc.assert(
      fc.property(anyCell, ({ text, country }) => judge(parsePhone(text, country))),
      { numRuns: 4_000 },
    );
  };

  it('answers, and a refusal says what was expected', () => {
    let refusals = 0;
    check((parsed) => {
      if (parsed.ok) return;
      refusals++;
      expect(parsed.message).not.toBe('');
      expect(parsed.expected).not.toBe('');
    });
    expect(refusals).toBeGreaterThan(50);
  });

  it('reads what it formats as the same number', () => {
    check((parsed) => {
      if (!parsed.ok) return;
      const { note: _, ...number } = parsed;
      expect(parsePhone(formatE164(parsed.digits))).toEqual(number);
    });
  });

  it('refuses what only a second trunk prefix makes a number: it could not be dialled', () => {
    expect(parsePhone('+375 8 8101795682', 'BY')).toMatchObject({ ok: false, code: 'phone_invalid' });
  });

  it('proposes only numbers that it then accepts, and only with the name of the repair', () => {
    let proposals = 0;
    check((parsed) => {
      if (parsed.ok) return;
      expect(parsed.fix === undefined).toBe(parsed.suggested === undefined);
      if (parsed.suggested === undefined) return;
      proposals++;
      expect(parsePhone(parsed.suggested)).toMatchObject({ ok: true, digits: Number(parsed.suggested.slice(1)) });
    });
    expect(proposals).toBeGreaterThan(50);
  });
});

describe('maskPhone', () => {
  it('hides the middle of a number', () => {
    expect(maskPhone(12025550123)).toBe('+1202***0123');
    expect(maskPhone(2901234)).toBe('+2***');
  });
});
