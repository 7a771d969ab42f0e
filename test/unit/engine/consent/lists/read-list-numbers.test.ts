import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListNumbers } from '../../../../../engine/consent/lists/read-list-numbers.ts';

async function read(
  content: string | Uint8Array,
  options: { country?: string; pieces?: number; maxBytes?: number } = {},
) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const size = options.pieces ?? bytes.length;
  let lines = '';
  const found = await readListNumbers(
    {
      bytes: (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
      country: options.country,
      maxBytes: options.maxBytes ?? 1_000_000,
    },
    async (part) => {
      lines += Buffer.from(part).toString();
    },
  );
  return { ...found, numbers: lines.split('\n').filter((line) => line !== '') };
}

const BOTH = ['12025550123', '12125550124'];

describe('numbers are read', () => {
  it.each([
    ['one column without a header', '+12025550123\n+12125550124\n', {}],
    ['national ones of a country', '(202) 555-0123\n212-555-0124\n', { country: 'US' }],
    ['under a header', 'phone\n+12025550123\n+12125550124\n', {}],
    ['under a header that nobody knows', 'Rufnr. gesperrt\n+12025550123\n+12125550124\n', {}],
    ['in the column that is named', 'id,phone,date\n7,+12025550123,2026-01-02\n8,+12125550124,2026-01-02\n', {}],
    ['in the column that looks like it', '2026-01-02;+12025550123\n2026-01-02;+12125550124\n', {}],
    ['as area code and the rest', '202,5550123\n212,5550124\n', {}],
    ['as area code and the rest, quoted, under a header', '"area","number"\n"202","5550123"\n"212","555-0124"\n', {}],
    ['as area code and the rest behind another column', 'A,202,5550123\nA,212,5550124\n', {}],
    ['with a mark at the start, blank lines and returns', '\uFEFF+12025550123\r\n\r\n\r\n+12125550124', {}],
    ['of both columns of a row', 'phone,mobile\n+12025550123,+12125550124\n', {}],
  ])('%s', async (_, content, options) => {
    const found = await read(content, options);
    expect(found.numbers).toEqual(BOTH);
    expect(found).toMatchObject({ rowsRejected: 0, rejected: [] });
  });

  it('in UTF-16, as a spreadsheet saves "Unicode text"', async () => {
    const found = await read(Buffer.from('\uFEFFphone\r\n+12025550123\r\n+12125550124\r\n', 'utf16le'));
    expect(found.numbers).toEqual(BOTH);
  });

  it('however the file is cut into pieces, the same', async () => {
    const content =
      'area,number\n' + Array.from({ length: 60 }, (_, i) => `202,55501${String(i).padStart(2, '0')}`).join('\r\n');
    const whole = await read(content);
    expect(whole.numbers).toHaveLength(60);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (pieces) => {
        expect(await read(content, { pieces })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('beyond the part by which the form of the file is judged', async () => {
    const count = 30_000;
    const content = Array.from({ length: count }, (_, i) => `+1202${2_000_000 + i}`).join('\n');
    const found = await read(content, { pieces: 1_000 });
    expect(found.numbers).toHaveLength(count);
    expect(new Set(found.numbers).size).toBe(count);
  });
});

describe('what cannot be read', () => {
  it('is counted, and the first rows are told with the reason', async () => {
    const bad = Array.from({ length: 30 }, (_, i) => `nobody ${i}`);
    const found = await read(['phone', '+12025550123', ...bad, '+12125550124'].join('\n'));
    expect(found.numbers).toEqual(BOTH);
    expect(found).toMatchObject({ rowsRead: 32, rowsRejected: 30 });
    expect(found.rejected).toHaveLength(20);
    expect(found.rejected[0]).toMatchObject({ row: 3, value: 'nobody 0' });
    expect(found.rejected[0]?.why).not.toBe('');
  });
  it('in a first row that is no header is told, too', async () => {
    const found = await read('202555012\n2025550123\n2125550124\n', { country: 'US' });
    expect(found.numbers).toEqual(BOTH);
    expect(found.rejected).toMatchObject([{ row: 1, value: '202555012' }]);
  });
  it('because a spreadsheet damaged it is repaired without a question', async () => {
    const found = await read('phone\n12025550123.0\n+12125550124\n');
    expect(found.numbers).toEqual(BOTH);
    expect(found).toMatchObject({ repaired: 1, rowsRejected: 0 });
  });
  it.each([
    ['no file', '', 'file_empty'],
    ['words', 'name,town\nAnn,Rome\nBob,Oslo\n', 'no_number_column'],
    ['a workbook', 'PK\u0003\u0004'.padEnd(5_000, 'x'), 'file_is_spreadsheet'],
  ])('is refused: %s', async (_, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });
  it('is refused when it is larger than is allowed', async () => {
    await expect(read('+12025550123\n', { maxBytes: 5 })).rejects.toMatchObject({ code: 'file_too_large' });
  });
});
