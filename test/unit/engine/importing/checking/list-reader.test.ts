import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../../../engine/importing/reading/csv-rows.ts';
import { ListReader, type CheckedChunk, type ReadJob } from '../../../../../engine/importing/checking/list-reader.ts';
import { loadCorpus } from '../../../../corpus/corpus.ts';
import { jobFor, tables } from '../list-job.ts';

/** Cuts bytes at these places, in any order and number. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.slice(from, at[index] ?? bytes.length));
}
function chunksOf(job: ReadJob, pieces: readonly Uint8Array[]): CheckedChunk[] {
  const reader = new ListReader(job, tables);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.push(null)];
}
/** How far it has read when a chunk is full is for the progress alone. */
const content = (chunks: readonly CheckedChunk[]) =>
  chunks.map(({ contacts, phones, problemRows, problems, ...rest }) => ({
    ...rest,
    bytesRead: 0,
    ...Object.fromEntries(
      Object.entries({ contacts, phones, problemRows, problems }).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString(),
      ]),
    ),
  }));

const phoneAt = (i: number): string => `+1212${200 + Math.floor(i / 10_000)}${String(i % 10_000).padStart(4, '0')}`;
const listOf = (count: number): string => {
  let text = 'phone,name\n';
  for (let i = 0; i < count; i++) text += i % 100 === 7 ? `bad,Name ${i}\n` : `${phoneAt(i)},"Zoë ${i}"\n`;
  return text;
};
const lines = (bytes: Uint8Array): string[] => Buffer.from(bytes).toString().split('\n').slice(0, -1);

describe('ListReader', () => {
  const readable = loadCorpus().filter(({ expected, bytes }) => expected.rows !== undefined && bytes.length < 30_000);

  it('gives the same chunks wherever the bytes of any file are cut', async () => {
    for (const { bytes, expected } of readable) {
      const job = await jobFor(bytes, expected.options);
      const whole = content(chunksOf(job, [bytes]));
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 100_000 }), { maxLength: 30 }), (places) => {
          expect(content(chunksOf(job, cut(bytes, places)))).toEqual(whole);
        }),
        { numRuns: 8 },
      );
      expect(content(chunksOf(job, cut(bytes, bytes.length > 2_000 ? [1, 2, 3] : [...bytes.keys()])))).toEqual(whole);
    }
  }, 120_000);

  it('gives a small chunk first, and each row in exactly one chunk', async () => {
    const text = listOf(22_345);
    const chunks = chunksOf(await jobFor(text), [Buffer.from(text)]);
    expect(chunks.map(({ rows }) => rows)).toEqual([1_000, 20_000, 1_345]);
    expect(chunks.map(({ afterRow, lastRow }) => [afterRow, lastRow])).toEqual([
      [0, 1_001],
      [1_001, 21_001],
      [21_001, 22_346],
    ]);
    const accepted = chunks.flatMap(({ contacts }) => lines(contacts).map((line) => Number(line.split('\t')[2])));
    const rejected = chunks.flatMap(({ problemRows }) => lines(problemRows).map((line) => Number(line.split('\t')[1])));
    expect([...accepted, ...rejected].sort((a, b) => a - b)).toEqual(Array.from({ length: 22_345 }, (_, i) => i + 2));
    expect(rejected.length).toBe(224);
  });

  it('goes on behind a row with the very rows that were left', async () => {
    const text = listOf(5_000);
    const bytes = Buffer.from(text);
    const all = chunksOf(await jobFor(text), [bytes]).flatMap(({ contacts }) => lines(contacts));
    for (const afterRow of [1, 2, 1_001, 4_999, 5_001]) {
      const chunks = chunksOf(await jobFor(text, {}, { afterRow }), [bytes]);
      expect(chunks[0]?.afterRow).toBe(afterRow);
      expect(chunks.flatMap(({ contacts }) => lines(contacts))).toEqual(
        all.filter((line) => Number(line.split('\t')[2]) > afterRow),
      );
    }
  });

  it('doubts the numbers that it was told to be stored', async () => {
    const text = listOf(20);
    const reader = new ListReader(await jobFor(text, {}, { afterRow: 5 }), tables);
    reader.meet(Float64Array.of(Number(phoneAt(10).slice(1))));
    const [chunk] = [...reader.push(Buffer.from(text)), ...reader.push(null)];
    expect(chunk?.doubtful.map(({ row }) => row.rowNumber)).toEqual([12]);
    expect(chunk?.rows).toBe((chunk?.accepted ?? 0) + (chunk?.rejected ?? 0) + (chunk?.doubtful.length ?? 0));
  });

  it('leaves rows out that somebody corrected, and counts them as set aside', async () => {
    const text = listOf(6);
    const [chunk] = chunksOf(await jobFor(text, {}, { editedRows: [3, 5] }), [Buffer.from(text)]);
    expect([chunk?.rows, chunk?.accepted, chunk?.rejected]).toEqual([6, 4, 2]);
    expect(lines(chunk?.contacts ?? new Uint8Array()).map((line) => line.split('\t')[2])).toEqual(['2', '4', '6', '7']);
  });

  it('lists the people of a stop list, and none as a contact', async () => {
    const text = 'phone,mobile,external id\n+12125550101,+447400123456,X-1\nbad,,X-2\n';
    const [chunk] = chunksOf(await jobFor(text, {}, { purpose: 'stop' }), [Buffer.from(text)]);
    expect(chunk?.stops).toEqual([{ rowNumber: 2, phones: [447400123456, 12125550101] }]);
    expect([chunk?.accepted, chunk?.rejected, chunk?.contacts.length]).toEqual([1, 1, 0]);
  });
});

it('what a writer of CSV wrote is read as it was, with any cells and delimiter', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...'ab"\'\n\r,;\t| \uFEFF='), maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.boolean(),
      (table, delimiter, lineEnd, everythingQuoted, lastLineEnds) => {
        // Blank rows are left out on purpose, and the first line may be a hint to a spreadsheet.
        const rows = table.filter((cells) => cells.some((value) => value.trim() !== ''));
        const text = stringify(rows, {
          delimiter,
          quoted: everythingQuoted,
          record_delimiter: lineEnd,
          // A space before a quote, or a quote that opens in the middle, is for the writer to enclose.
          quoted_match: /["\s]/,
          eof: lastLineEnds,
        });
        fc.pre(!text.startsWith('sep='));
        expect(new CsvReader(delimiter).push(text, true).map(({ cells }) => cells)).toEqual(rows);
      },
    ),
    { numRuns: 2_000 },
  );
});
