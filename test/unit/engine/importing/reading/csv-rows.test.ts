import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, type CsvRow, type Quote } from '../../../../../engine/importing/reading/csv-rows.ts';

const read = (text: string, delimiter = ','): CsvRow[] => new CsvReader(delimiter).push(text, true);
const cells = (text: string, delimiter = ','): string[][] => read(text, delimiter).map((row) => row.cells);

describe('CsvReader', () => {
  it.each<[string, string, string[][]]>([
    [
      'line feeds',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'carriage returns with line feeds',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'carriage returns alone',
      'a,b\r1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no last line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'an empty last cell',
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a quoted delimiter', '"a,b",c', [['a,b', 'c']]],
    ['doubled quotes', '"say ""hi""",c', [['say "hi"', 'c']]],
    [
      'a line break in quotes',
      '"a\nb",c\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['an empty quoted cell', '"",b', [['', 'b']]],
    ['a quote inside a bare cell', '5" pipe,b', [['5" pipe', 'b']]],
    ['spaces around quotes', ' "a,b" , c', [['a,b', ' c']]],
    ['plus signs and leading zeros', '+1202,007', [['+1202', '007']]],
  ])('reads %s', (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it('numbers rows as a spreadsheet does, blank ones counted and left out', () => {
    expect(read('a\n\n1\n,\n"x\ny"\n2\n').map(({ number, line }) => [number, line])).toEqual([
      [1, 1],
      [3, 3],
      [5, 5],
      [6, 7],
    ]);
  });

  it('leaves out the line that names the delimiter', () => {
    expect(read('sep=;\r\na;b\r\n', ';')).toEqual([{ number: 1, line: 2, cells: ['a', 'b'] }]);
  });

  it('sets aside the line whose quote is never closed, and reads on with the next', () => {
    expect(read('a,b\n"x,1\ny,2\nz,3\n')).toEqual([
      { number: 1, line: 1, cells: ['a', 'b'] },
      { number: 2, line: 2, cells: ['"x', '1'], problem: 'unclosed_quote' },
      { number: 3, line: 3, cells: ['y', '2'] },
      { number: 4, line: 4, cells: ['z', '3'] },
    ]);
  });

  it('does not let the quote of a later line close it', () => {
    expect(read('"x,1\n"y",2\nz,3').map((row) => row.problem ?? row.cells)).toEqual([
      'unclosed_quote',
      ['y', '2'],
      ['z', '3'],
    ]);
  });

  it('marks text after a closing quote', () => {
    expect(read('"a"b,c\nd,e')).toEqual([
      { number: 1, line: 1, cells: ['ab', 'c'], problem: 'stray_quote' },
      { number: 2, line: 2, cells: ['d', 'e'] },
    ]);
  });

  it('keeps its memory bounded in a file without line ends', () => {
    const reader = new CsvReader(',');
    const rows: CsvRow[] = [];
    for (let i = 0; i < 30; i++) rows.push(...reader.push('x'.repeat(50_000)));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.every((row) => row.problem === 'row_too_long')).toBe(true);
  });

  it('reads back whatever was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r\n', 'ü', '5', "'") });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (table) => {
        const rows = table.map((row) => ['x', ...row]);
        expect(cells(rows.map((row) => row.map(quote).join(',')).join('\r\n'))).toEqual(rows);
      }),
    );
  });

  it.each<Quote>(['"', "'", 'none'])(
    'gives the same rows however the text is cut, for any text (quote %s)',
    (quote) => {
      const text = fc.string({
        unit: fc.constantFrom('a', 'b', ' ', '"', "'", ',', '\n', '\r', '""', "''", 'sep=,\n', 'ü'),
        maxLength: 60,
      });
      fc.assert(
        fc.property(text, fc.integer({ min: 1, max: 5 }), fc.constantFrom(8, 20, 200_000), (all, size, longest) => {
          const reader = new CsvReader(',', quote, longest);
          const rows: CsvRow[] = [];
          for (let at = 0; at < all.length; at += size) rows.push(...reader.push(all.slice(at, at + size)));
          rows.push(...reader.push('', true));
          expect(rows).toEqual(new CsvReader(',', quote, longest).push(all, true));
        }),
        { numRuns: 3_000 },
      );
    },
  );

  it('loses no character of any text: what is no delimiter, quote or line end is in a cell', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.constantFrom(8, 200_000), (all, longest) => {
        const rows = new CsvReader(',', '"', longest).push(all, true);
        const letters = rows.flatMap((row) => row.cells).join('');
        expect(letters.replaceAll(/[^ab]/g, '')).toBe(all.replaceAll(/[^ab]/g, ''));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads single quotes as told, and quotes as ordinary characters when there are none', () => {
    const text = `'a, "b"','it''s'\n"c,d",e\n`;
    const of = (quote: Quote): string[][] => new CsvReader(',', quote).push(text, true).map((row) => row.cells);
    expect(of("'")).toEqual([
      ['a, "b"', "it's"],
      ['"c', 'd"', 'e'],
    ]);
    expect(of('none')).toEqual([
      ["'a", ' "b"\'', "'it''s'"],
      ['"c', 'd"', 'e'],
    ]);
  });
});
