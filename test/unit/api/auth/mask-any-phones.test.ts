import fc from 'fast-check';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { maskAnyPhones } from '../../../../api/auth/mask-any-phones.ts';
import { maskCsv } from '../../../../api/auth/mask-csv.ts';
import { keepsDigits, maskDocument } from '../../../../api/auth/mask-documents.ts';

const OURS: ReadonlySet<string> = new Set(['12125550100']);
const mask = (text: string): string => maskAnyPhones(text, OURS);

describe('a number in any form', () => {
  it.each([
    ['(212) 555-0142', '••••••0142'],
    ['212.555.0142', '••••••0142'],
    ['="12125550142"', '="••••••0142"'],
    ['0171 1234567', '••••••4567'],
    ['0171/12 34 56-7', '••••••4567'],
    ['tel2125550142x', 'tel••••••0142x'],
    ['555-0142', '••••••142'],
    ['1(212)5550142', '••••••0142'],
    ['001 212 555 0142', '••••••0142'],
    ['612 345 678', '••••••5678'],
    ['212\u00a0555\u20110142', '••••••0142'],
    ['2\u200b12\u200b555\u200b0142', '••••••0142'],
    ['２１２-５５５-０１４２', '••••••０１４２'],
    ['2125550142 2125550143', '••••••0143'],
    ['2.125550142E+09', '••••••4209'],
    ['2125550142.0', '••••••1420'],
    ['212, 555, 0142', '••••••0142'],
    ['2 1 2 5 5 5 0 1 4 2', '••••••0142'],
    ['2, 1, 2, 5, 5, 5, 0, 1, 4, 2', '••••••0142'],
    ['on 2026-12-09 2125550142', 'on 2026-12-09 ••••••0142'],
    ['+12025550123 or 2025550124', '+1••••••0123 or ••••••0124'],
  ])('%s is hidden', (written, shown) => {
    expect(mask(written)).toBe(shown);
  });

  it('is hidden wherever it stands between words and marks, however it is grouped', () => {
    const digits = fc.stringMatching(/^[1-9]\d{8,14}$/);
    const gap = fc.constantFrom('', ' ', '-', '.', '/', ' - ', '\u00a0');
    const around = fc.stringMatching(/^[a-z"',;:=|<> ]{0,8}$/);
    fc.assert(
      fc.property(
        digits,
        fc.array(gap, { minLength: 14, maxLength: 14 }),
        around,
        around,
        (number, gaps, before, after) => {
          const written = [...number].map((digit, at) => `${digit}${at % 3 === 2 ? (gaps[at] ?? '') : ''}`).join('');
          const masked = mask(`${before}${written}${after}`);
          // What looks like a day, or like an amount with its cents, is one.
          fc.pre(!/(19|20)\d\d|\.\d{1,2}$/.test(written));
          expect(masked.replace(/\D/g, '').length).toBeLessThanOrEqual(4);
          expect(mask(masked)).toBe(masked);
        },
      ),
    );
  });
});

describe('what is no number', () => {
  it.each([
    '2026-12-09',
    '2026-12-09 09:30',
    '2026-12-09T09:30:00.000+00:00',
    '20261209-0930',
    '09.12.2026 09:30',
    '12/09/2026',
    '2026-11-20 - 2026-11-26',
    '9 Jan 2027 09:30',
    '1,234,567.89',
    '1.234.567,89',
    '$ 1.234.567',
    '1 234 567 EUR',
    '1234567.50',
    '123456',
    'A-1234',
    '01980000-0000-7000-8000-000000000001',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'Fla. Stat. 501.616(6)(a)',
    'area codes 212, 646, 917',
    'of 12,345,678, 1,234 failed',
    '10:00 to 17:00',
    '+1 212-555-0100 is ours',
    '12125550100',
    '+1••••••0142',
  ])('%s stays as it is', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('a document', () => {
  const masked = (value: unknown, headers: string[] = []): unknown =>
    JSON.parse(maskDocument(JSON.stringify(value), { ours: OURS, headers: new Set(headers) }));

  it('keeps ids, moments and amounts, but not under names that a list gave', () => {
    const kept = { id: '2125550142', externalId: '10023456', at: '2026-12-09', costMicros: 12_345_678, contactId: 1 };
    expect(masked(kept)).toEqual(kept);
    expect(masked({ variables: { id: '2125550142', address: '212 555 0142' } })).toEqual({
      variables: { id: '••••••0142', address: '••••••0142' },
    });
  });

  it('hides numbers without quotes in what others sent, and no moment', () => {
    expect(masked({ raw: { to: 2_125_550_142, at: 1_764_147_600_000, cents: 250 }, count: 2_125_550_142 })).toEqual({
      raw: { to: '••••••0142', at: 1_764_147_600_000, cents: 250 },
      count: 2_125_550_142,
    });
  });

  it('hides a cell of a phone column that looks like none, and what names it', () => {
    const finding = { code: 'odd', column: 'Tel', value: '212-555-O14', message: 'no number: 212-555-O14' };
    expect(masked({ items: [finding] }, ['Tel'])).toEqual({
      items: [{ ...finding, value: '••••••5514', message: 'no number: ••••••5514' }],
    });
    const list = {
      layout: { columns: [{ index: 1, header: 'Tel', use: 'phone' }] },
      profile: [{ samples: ['x'] }, { samples: ['2O-12126'] }],
      rows: [{ cells: ['20261209', '20261209'] }, { cells: ['x', '2O-12126'] }],
    };
    expect(masked(list)).toMatchObject({
      profile: [{ samples: ['x'] }, { samples: ['••••••26'] }],
      rows: [{ cells: ['••••••1209', '••••••1209'] }, { cells: ['x', '••••••26'] }],
    });
  });
});

describe('a CSV', () => {
  it('is masked cell by cell, by what its column is, wherever it is cut', async () => {
    const cell = fc.constantFrom('2125550142', '212', '"a ""b"", 2125550142"', '"2\n125550142"', 'é', '', '12345678');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        async (lines, cuts) => {
          const whole = ['contact_id,name,words', ...lines.map((line) => line.join(','))].join('\r\n');
          const bytes = Buffer.from(whole);
          const at = [0, ...cuts.map((each) => each % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
          const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
          const kept = (text: string): string => text;
          const seen = await textOf(maskCsv(Readable.from(pieces), (name) => (keepsDigits(name) ? kept : mask)));
          const hidden = lines.map(([id, ...rest]) => [id, ...rest.map(mask)].join(','));
          expect(seen).toBe(['contact_id,name,words', ...hidden].join('\r\n'));
        },
      ),
    );
  });
});
