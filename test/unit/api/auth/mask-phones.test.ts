import fc from 'fast-check';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { holdsMask, maskPhones } from '../../../../api/auth/mask-phones.ts';
import { maskStream } from '../../../../api/auth/mask-stream.ts';

const NONE: ReadonlySet<string> = new Set();
const mask = (text: string, ...ours: string[]): string => maskPhones(text, new Set(ours));

const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
/** What may stand around a number, in JSON and CSV, without being part of one. */
const around = fc.stringMatching(/^[a-zA-Zäß"',;:{}[\]\\/_=\n|<>]{0,12}$/);
/** The same number as people write it: in groups of one to five digits. */
const grouped = fc
  .tuple(digits, fc.array(fc.constantFrom(' ', '-', '.', ' (', ') '), { minLength: 1, maxLength: 4 }))
  .map(([number, gaps]) => {
    const size = Math.min(5, Math.ceil(number.length / (gaps.length + 1)));
    const groups = number.match(new RegExp(`\\d{1,${size}}`, 'g')) ?? [];
    return {
      number,
      written: groups.map((group, at) => (at === 0 ? group : `${gaps[at % gaps.length]}${group}`)).join(''),
    };
  });

describe('a masked number', () => {
  it('shows the first and the last digits', () => {
    expect(mask('+12025550123')).toBe('+1••••••0123');
    expect(mask('+442071838750')).toBe('+44••••••8750');
    expect(mask('+1 (202) 555-0123')).toBe('+1••••••0123');
    expect(mask('tel:%2B12025550123')).toBe('tel:%2B1••••••0123');
  });

  it('never shows so much that fewer than four digits are to be guessed', () => {
    fc.assert(
      fc.property(digits, around, around, (number, before, after) => {
        const masked = mask(`${before}+${number}${after}`);
        expect(masked).not.toContain(number);
        const shown = masked.slice(before.length, masked.length - after.length).replace(/\D/g, '');
        expect(shown.length).toBeLessThanOrEqual(number.length - 4);
        expect(masked.startsWith(before) && masked.endsWith(after)).toBe(true);
      }),
    );
  });

  it('is hidden in groups as well', () => {
    fc.assert(
      fc.property(grouped, ({ number, written }) => {
        const masked = mask(`call +${written}, please`);
        expect(masked.replace(/\D/g, '')).not.toContain(number);
        expect(holdsMask(masked)).toBe(true);
      }),
    );
  });

  it('stays as it is when it is masked again', () => {
    fc.assert(
      fc.property(fc.string(), digits, (text, number) => {
        const once = mask(`${text}+${number}${text}`);
        expect(mask(once)).toBe(once);
      }),
    );
  });

  it('is not one of ours', () => {
    expect(mask('from +12025550100 to +12025550123', '12025550100')).toBe('from +12025550100 to +1••••••0123');
    expect(mask('+1 202 555 0100', '12025550100')).toBe('+1 202 555 0100');
    fc.assert(
      fc.property(digits, around, (number, text) => {
        expect(mask(`${text}+${number}`, number)).toBe(`${text}+${number}`);
      }),
    );
  });
});

describe('what is no number', () => {
  it('stays as it is', () => {
    for (const text of [
      '2026-11-26T14:05:00.000+00:00',
      '{"costMicros":12345678,"rate":1.5e+21,"id":"01980000-0000-7000-8000-000000000001"}',
      '+1 212',
      'a+b+c',
      '12025550123',
      '++',
    ]) {
      expect(mask(text)).toBe(text);
    }
  });

  it('leaves JSON readable, with every other value as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), digits, (value, number) => {
        const read: unknown = JSON.parse(mask(JSON.stringify({ phone: `+${number}`, at: 1, value: null })));
        expect(read).toMatchObject({ at: 1, value: null });
        const other = JSON.stringify(value);
        fc.pre(!/(\+|%2B)[\d (]/i.test(other));
        expect(mask(other)).toBe(other);
      }),
    );
  });
});

describe('a stream', () => {
  const cut = (text: string, cuts: readonly number[]): Buffer[] => {
    const bytes = Buffer.from(text);
    const at = [0, ...cuts.map((each) => each % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
    return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
  };

  it('is masked as if it came in one piece, wherever it is cut', async () => {
    const piece = fc.oneof(
      around,
      digits.map((number) => `+${number}`),
      grouped.map(({ written }) => `+${written}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        async (pieces, cuts) => {
          const text = pieces.join(',');
          const masked = await textOf(maskStream(Readable.from(cut(text, cuts)), (part) => maskPhones(part, NONE)));
          expect(masked).toBe(maskPhones(text, NONE));
        },
      ),
    );
  });

  it('breaks off when what it reads from breaks off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield 'one,+12025550123\n';
        throw new Error('the query failed');
      })(),
    );
    await expect(textOf(maskStream(broken, (part) => part))).rejects.toThrow('the query failed');
  });

  it('lets go of what it reads from when nobody listens any more', async () => {
    const source = new Readable({ read: () => {} });
    const masked = maskStream(source, (part) => part);
    masked.destroy();
    await new Promise((resolve) => source.once('close', resolve));
    expect(source.destroyed).toBe(true);
  });
});
