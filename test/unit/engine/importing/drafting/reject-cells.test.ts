import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../../../engine/importing/reading/csv-rows.ts';
import { rejectsFileOf } from '../../../../../engine/importing/drafting/merge-rejects.ts';
import {
  fitCells,
  quotedCell,
  safeCell,
  sameCells,
  unsafeCell,
} from '../../../../../engine/importing/drafting/reject-cells.ts';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'\'"=+-@,;\t\r\n a'), maxLength: 6 }),
);

describe('a cell of a reject file', () => {
  it('is never a formula, and comes back as it went', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const safe = safeCell(text);
        expect(safe).not.toMatch(/^[=+\-@\t\r]/);
        expect(unsafeCell(safe)).toBe(text);
      }),
    );
    expect(safeCell('=cmd()')).toBe("'=cmd()");
    expect(safeCell("'=cmd()")).toBe("''=cmd()");
    expect(safeCell("'tis")).toBe("'tis");
  });

  it('is read back from its line by the reader of lists', () => {
    const line = fc.tuple(fc.constantFrom(',', ';', '\t', '|'), fc.array(cell, { minLength: 2, maxLength: 5 }));
    fc.assert(
      fc.property(line, ([delimiter, cells]) => {
        fc.pre(cells.some((one) => one.trim() !== ''));
        const text = `sep\r\n${cells.map((one) => quotedCell(one, delimiter)).join(delimiter)}\r\n`;
        const [, row] = new CsvReader(delimiter).push(text, true);
        expect(row?.cells.map(unsafeCell)).toEqual(cells);
      }),
    );
  });

  it('is the same when a spreadsheet only wrote its line breaks otherwise', () => {
    expect(sameCells(['a\r\nb', 'c'], ['a\nb', 'c'])).toBe(true);
    expect(sameCells(['a'], ['a', ''])).toBe(false);
    expect(sameCells(['a'], ['b'])).toBe(false);
  });
});

it('has as many cells as the header, and loses none', () => {
  expect(fitCells(['a'], 3, ';')).toEqual(['a', '', '']);
  expect(fitCells(['a', 'b', 'c', 'd'], 3, ';')).toEqual(['a', 'b', 'c;d']);
  expect(fitCells(['a', 'b'], 0, ';')).toEqual(['a', 'b']);
});

it('is known by its name, whatever a browser made of it', () => {
  const id = '01a2142e-d7f6-7c2d-9ee9-c0ec9ea25516';
  expect(rejectsFileOf(`rejects-${id}.csv`)).toBe(id);
  expect(rejectsFileOf(`C:\\Downloads\\rejects-${id.toUpperCase()} (1).csv`)).toBe(id);
  expect(rejectsFileOf('rejects.csv')).toBeUndefined();
  expect(rejectsFileOf(`rejects-${id.slice(1)}.csv`)).toBeUndefined();
});
