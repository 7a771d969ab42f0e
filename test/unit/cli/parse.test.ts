import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSeconds } from '../../../cli/parse/duration.ts';
import { parseMicros } from '../../../cli/parse/money.ts';
import { parsePace } from '../../../cli/parse/paces.ts';
import { pairs } from '../../../cli/parse/pairs.ts';
import { amount } from '../../../cli/print/amounts.ts';
import { phonesOf } from '../../../cli/local/suppress-import-verb.ts';

describe('amounts of money', () => {
  it('come back as they were shown, to the last micro', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_000_000_000_000_000, max: 9_000_000_000_000_000 }), (micros) => {
        expect(parseMicros(amount(micros).replaceAll(',', ''))).toBe(micros);
      }),
    );
  });

  it.each([
    ['12.50', 12_500_000],
    ['0.000001', 1],
    ['250', 250_000_000],
    ['-3.2', -3_200_000],
    ['-0', 0],
  ])('%s is %i micros', (text, micros) => expect(parseMicros(text)).toBe(micros));

  it.each(['', 'abc', '1,50', '1.0000001', '.5', '1e3', '12.', '99999999999', '9999999999', '$5', '0x10'])(
    'refuse "%s", which could be read in two ways or not at all',
    (text) => expect(parseMicros(text)).toBeUndefined(),
  );

  it('are shown with two decimals, and more only where they are there', () => {
    expect([amount(1_500_000, 'USD'), amount(1), amount(-2_000_000), amount(1_234_567_890_000)]).toEqual([
      '1.50 USD',
      '0.000001',
      '-2.00',
      '1,234,567.89',
    ]);
  });
});

describe('durations', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['10m', 600],
    ['4h', 14_400],
    ['7d', 604_800],
  ])('%s is %i seconds', (text, seconds) => expect(parseSeconds(text)).toBe(seconds));
  it.each(['', 'm', '1w', '1.5h', '-5m', '10 m', '1h30m'])('refuse "%s"', (text) =>
    expect(parseSeconds(text)).toBeUndefined(),
  );
});

describe('paces', () => {
  it.each([
    ['1/s calls', { channel: 'call', maxCount: 1, windowMs: 1_000 }],
    ['500/h sms', { channel: 'sms', maxCount: 500, windowMs: 3_600_000 }],
    ['100/10m', { channel: null, maxCount: 100, windowMs: 600_000 }],
    ['20/2s:call', { channel: 'call', maxCount: 20, windowMs: 2_000 }],
  ])('%s', (text, pace) => expect(parsePace(text)).toEqual(pace));
  it.each(['', '1', '1/10', 'x/s', '1/s mail', '1/', '/s'])('refuse "%s"', (text) =>
    expect(parsePace(text)).toBeUndefined(),
  );
});

describe('pairs', () => {
  it('split at the first equals sign, so that a value may hold one', () => {
    expect(pairs.parse(['busy=10m', 'greeting={{ a == b }}', 'empty='])).toEqual({
      busy: '10m',
      greeting: '{{ a == b }}',
      empty: '',
    });
  });
  it('refuse a word without a name', () => {
    expect(pairs.safeParse(['=x']).success).toBe(false);
    expect(pairs.safeParse(['x']).success).toBe(false);
  });
});

describe('a file of numbers to suppress', () => {
  it('may have a header, a mark at its start, empty lines and punctuation', () => {
    expect(phonesOf('\uFEFFphone\r\n+1 (202) 555-0123\r\n\r\n+12025550124\n')).toEqual([
      '+12025550123',
      '+12025550124',
    ]);
  });
  it('keeps a number in the first line', () => {
    expect(phonesOf('+12025550123\n+12025550124')).toEqual(['+12025550123', '+12025550124']);
  });
  it('is refused whole when a line is no number, naming the lines', () => {
    expect(() => phonesOf('phone\n+12025550123\n555-0123x\n\nnobody')).toThrow('Line 3, 5 is no phone number in full.');
  });
  it('is refused when its numbers are national and no country is told: they would be those of other countries', () => {
    expect(() => phonesOf('3055550124\n12025550124\n')).toThrow('Line 1, 2 is no phone number in full.');
    expect(() => phonesOf('phone\n(305) 555-0124\n')).toThrow('Line 2 is no phone number in full.');
  });
  it('may have national numbers of a country that is told', () => {
    expect(phonesOf('phone\n(305) 555-0124\n12025550124\n+442079460958\n', 'us')).toEqual([
      '+13055550124',
      '+12025550124',
      '+442079460958',
    ]);
  });
});
