import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { damagedCell, doubtfulCell, type CellKind } from '../../../../../engine/importing/checking/cell-damage.ts';

const KINDS: readonly CellKind[] = ['text', 'date', 'postcode', 'id'];
const found = (value: string, kind: CellKind = 'text') => {
  const damage = damagedCell(value, kind);
  return damage && [damage.fix, damage.suggested];
};

describe('mojibake', () => {
  it.each([
    ['MÃ¼ller', 'Müller'],
    ['JosÃ© GarcÃ\u00ADa', 'José García'],
    ['Itâ€™s', 'It’s'],
    ['â€œquotedâ€\u009D', '“quoted”'],
    ['10 â‚¬', '10 €'],
    ['Ã\u0089cole', 'École'],
    ['Ã‰cole', 'École'],
    ['æ\u009D±äº¬', '東京'],
    ['MÃƒÂ¼ller', 'Müller'],
  ])('%s was %s', (value, before) => {
    expect(found(value)).toEqual(['mojibake', before]);
  });

  it.each(['Müller', 'Ã', 'O’Brien', 'São Paulo', 'Łódź', 'naïve café', '10 €', 'ï¿½', 'Ñandú', '東京', '\uD800', ''])(
    '%j is as people write it, or cannot be read back',
    (value) => {
      expect(found(value)).toBeUndefined();
    },
  );

  it('is found in every text that has letters beyond ASCII and was read wrongly once, and the text comes back', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abc äöüßéèñçøåœ€’–“”Łđ東京🙂'),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const wrong = iconv.decode(Buffer.from(text, 'utf8'), 'windows-1252');
        // Five bytes have no letter there: they are lost in that reading.
        fc.pre(!wrong.includes('\uFFFD') && Buffer.byteLength(text) > text.length);
        // A text that looks as if it had been read wrongly already goes back one reading more.
        fc.pre(found(text) === undefined);
        expect(found(wrong)).toEqual(['mojibake', text]);
      }),
    );
  });
});

describe('other damage', () => {
  it.each<[string, CellKind, string, string]>([
    ['45000', 'date', 'date_serial', '2023-03-15'],
    ['20000', 'date', 'date_serial', '1954-10-03'],
    ['60000', 'date', 'date_serial', '2064-04-08'],
    ['1234', 'postcode', 'lost_zero', '01234'],
    ['2134-1000', 'postcode', 'lost_zero', '02134-1000'],
    ['="00123"', 'text', 'quoted_number', '00123'],
    ['="say ""hi"""', 'id', 'quoted_number', 'say "hi"'],
    ['1.23456E+05', 'id', 'scientific', '123456'],
    ['1,23456789012E+11', 'id', 'scientific', '123456789012'],
  ])('%s as %s is %s', (value, kind, fix, suggested) => {
    expect(found(value, kind)).toEqual([fix, suggested]);
    expect(damagedCell(value, kind)?.message).toMatch(/; expected /);
  });

  it.each<[string, CellKind]>([
    ['19999', 'date'],
    ['60001', 'date'],
    ['2026-11-25', 'date'],
    ['45000', 'text'],
    ['01234', 'postcode'],
    ['12345', 'postcode'],
    ['SW1A 1AA', 'postcode'],
    ['1234', 'text'],
    ['=SUM(A1)', 'text'],
    ['="a"&"b"', 'text'],
    ['1.2E+15', 'id'],
    ['12E4', 'id'],
  ])('%s as %s is left alone', (value, kind) => {
    expect(found(value, kind)).toBeUndefined();
  });
});

describe('doubtfulCell', () => {
  it.each([
    ['1.2E+15', 'digits_lost'],
    ['4.45679E+11', 'digits_lost'],
    ['04-Mar', 'id_became_date'],
    ['Mar-04', 'id_became_date'],
    ['1. Mrz', 'id_became_date'],
    ['Sep-2001', 'id_became_date'],
  ])('%s as an id is %s', (value, code) => {
    expect(doubtfulCell(value, 'id')?.code).toBe(code);
    expect(doubtfulCell(value, 'text')).toBeUndefined();
  });

  it.each(['A-17', '123456', 'Mar', '04-Mars-Rover', '1.5', 'E15', ''])('%j as an id is left alone', (value) => {
    expect(doubtfulCell(value, 'id')).toBeUndefined();
  });
});

it('never throws, and never finds the same damage in what its repair gives', () => {
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'Ã¼©â€™"=E+.,0123456789-\u0081\u009D\uFFFD'), maxLength: 12 }),
    fc.string({ unit: 'binary' }).map((text) => iconv.decode(Buffer.from(text), 'windows-1252')),
    fc.string().map((text) => `="${text.replaceAll('"', '""')}"`),
    fc.integer({ min: 0, max: 99_999 }).map(String),
  );
  fc.assert(
    fc.property(values, fc.constantFrom(...KINDS), (value, kind) => {
      doubtfulCell(value, kind);
      const damage = damagedCell(value, kind);
      if (!damage) return;
      expect(damage.suggested).not.toBe(value);
      expect(damagedCell(damage.suggested, kind)?.fix).not.toBe(damage.fix);
    }),
    { numRuns: 2_000 },
  );
});
