import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  given,
  instantOf,
  jsonOf,
  numberOf,
  objectOf,
  objectsOf,
  phoneDigitsOf,
  textOf,
} from '../../../providers/json.ts';
import { describeError, redact } from '../../../providers/redact.ts';

describe('lenient readers', () => {
  it('never throw, whatever a provider sends', () => {
    fc.assert(
      fc.property(fc.anything(), fc.uint8Array(), (value, bytes) => {
        const reads = [objectOf, objectsOf, textOf, numberOf, instantOf, phoneDigitsOf];
        expect(() => reads.map((read) => read(value))).not.toThrow();
        expect(() => jsonOf(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });

  it.each([
    ['+1 (555) 123-4567', 15551234567],
    ['+15551234567', 15551234567],
    ['15551234567', 15551234567],
    ['sip:a@b', undefined],
    ['anonymous', undefined],
    ['+0123456', undefined],
    [15551234567, undefined],
  ])('read the phone %s as %s', (text, digits) => {
    expect(phoneDigitsOf(text)).toBe(digits);
  });

  it('read numbers also from text, and nothing else', () => {
    expect([numberOf('12.5'), numberOf(3), numberOf(''), numberOf('x'), numberOf(Number.NaN), numberOf(null)]).toEqual([
      12.5,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('give every instant in one form', () => {
    expect(instantOf('2026-03-01T10:00:00+02:00')).toBe('2026-03-01T08:00:00.000Z');
    expect(instantOf('yesterday')).toBeUndefined();
  });

  it('leave an optional property out instead of setting it to undefined', () => {
    expect(Object.keys({ ...given('a', undefined), ...given('b', 0) })).toEqual(['b']);
  });
});

describe('words for logs', () => {
  it('hold no key and no full phone number', () => {
    const words = redact('Number +1 (555) 123-4567 blocked for an_live_0123abcd and sk_car_XyZ\n  see 15551234567.');
    expect(words).toBe('Number ***67 blocked for an_live_*** and sk_car_*** see ***67.');
  });

  it('end somewhere', () => {
    expect(redact('a'.repeat(5_000))).toHaveLength(300);
  });

  it('name the code of a socket error', () => {
    expect(describeError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED: refused');
    expect(describeError('odd')).toBe('odd');
  });
});
