import { describe, expect, it } from 'vitest';
import { sniffDelimiter, sniffQuote } from '../../../../../engine/importing/reading/sniff-delimiter.ts';

describe('sniffDelimiter', () => {
  it.each([
    ['name,phone\nAda,+1\nBob,+2\n', ',', 'certain'],
    ['name;phone\nAda;+1\n', ';', 'certain'],
    ['price;share\n1,5;2,5\n3,5;4,5\n', ';', 'certain'],
    ['name\tphone\nAda, Dr.\t+1\n', '\t', 'certain'],
    ['name|phone\nAda|+1\n', '|', 'certain'],
    ['name,note\nAda,"a;b;c"\nBob,"d;e;f"\n', ',', 'certain'],
    ['sep=|\nname|a,b\n', '|', 'certain'],
    ['phone\n+12025550123\n', ',', 'likely'],
    ['name,phone\nAda,+1\nBob\nCy,+3,x\n', ',', 'likely'],
    ['a,b;c\nd,e;f\n', ',', 'doubtful'],
    ['Export of today\nname;phone\nAda;+1\nBob;+2\n', ';', 'certain'],
  ])('finds the delimiter of %j, and how sure it is', (text, delimiter, sure) => {
    expect(sniffDelimiter(text)).toMatchObject({ delimiter, sure });
  });

  it('says what else it may be', () => {
    expect(sniffDelimiter('a,b;c\nd,e;f\n').reason).toBe(
      '100 % of the rows have 2 cells with it, and 2 with a semicolon',
    );
  });
});

describe('sniffQuote', () => {
  const many = (line: (i: number) => string): string =>
    `phone,note\n${Array.from({ length: 10 }, (_, i) => line(i)).join('')}`;

  it.each([
    ['double quotes', many((i) => `"+${i}","a, b"\n`), '"', 'certain'],
    ['single quotes', many((i) => `'+${i}','a, b'\n`), "'", 'likely'],
    ['no quotes', many((i) => `+${i},a\n`), '"', 'certain'],
    ['apostrophes of a spreadsheet', many((i) => `'+${i},'=a\n`), '"', 'certain'],
    ['words in apostrophes', many((i) => `+${i},${i === 3 ? "'tis" : 'a'}\n`), '"', 'certain'],
    ['inches at the beginning of cells', many((i) => `+${i},"${i} inch\n`), 'none', 'doubtful'],
    ['one quote that is not closed', many((i) => `+${i},"a${i === 4 ? '' : '"'}\n`), '"', 'likely'],
  ])('judges %s', (_, text, quote, sure) => {
    expect(sniffQuote(text, ',')).toMatchObject({ quote, sure });
  });
});
