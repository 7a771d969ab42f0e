import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../../../engine/reading/csv-line.ts';

it('is read back as it was written, except for formulas, which get their apostrophe', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a,b', 'say "x"', 'two\r\nlines', ' spaced '));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
      const read: string[][] = parse(csvLine(cells), { relax_column_count: true, skip_empty_lines: false });
      const expected = cells.map((text) => (/^[=@\t\r]|^[+-](?![\d.]+$)/.test(text) ? `'${text}` : text));
      expect(read).toEqual([expected]);
    }),
  );
});

it('takes the force out of formulas and keeps phone numbers', () => {
  expect(csvLine(['=1+1', '@SUM(A1)', '-cmd', '+cmd|x', '+12125550100', '-5', '-5.25', null, 7])).toBe(
    "'=1+1,'@SUM(A1),'-cmd,'+cmd|x,+12125550100,-5,-5.25,,7\r\n",
  );
});
