import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EngineError } from '../../../../engine/error.ts';
import { ImportFailure } from '../../../../engine/importing/import-failure.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { loadCorpus } from '../../../corpus/corpus.ts';
import { checkBytes } from './list-job.ts';

const CODE = /^[a-z_]+$/;

/** A list is checked, or refused with a reason for people; anything else is a crash. */
async function judge(bytes: Uint8Array, options: ImportOptions = {}): Promise<string> {
  try {
    const { rows, accepted, rejected, duplicates, groups } = await checkBytes(bytes, options, 4_096);
    expect(accepted + rejected + duplicates).toBe(rows);
    for (const counted of [accepted, rejected, duplicates]) expect(counted).toBeGreaterThanOrEqual(0);
    for (const { count, examples } of groups) expect(count).toBeGreaterThanOrEqual(examples.length);
    const errors = groups.filter(({ severity }) => severity === 'error').reduce((sum, { count }) => sum + count, 0);
    expect(errors).toBeGreaterThanOrEqual(rejected);
    return 'checked';
  } catch (error) {
    if (error instanceof ImportFailure) {
      expect(error.facts.repair).toBeTruthy();
      return error.facts.code;
    }
    if (!(error instanceof EngineError)) throw error;
    expect(error.kind).toBe('invalid');
    return error.code;
  }
}

const options = fc.constantFrom<ImportOptions>(
  {},
  { defaultCountry: 'US' },
  { defaultCountry: 'DE', duplicates: 'keep_last' },
  { duplicates: 'keep_all', quote: 'none' },
  { hasHeader: false, mapping: { phone: ['#1'] } },
  { encoding: 'utf-16le' },
  { fixes: { mojibake: 'accept', lost_plus: 'accept', extension: 'refuse' } },
);
const FILES = loadCorpus()
  .map(({ bytes }) => bytes)
  .filter((bytes) => bytes.length < 5_000);

it('any bytes at all are checked or refused with a reason', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    fc
      .string({ unit: fc.constantFrom(...'phone,;\t|"\'\r\n+120 =\0é\uFEFF'), maxLength: 300 })
      .map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, options, async (content, told) => {
      expect(await judge(content, told)).toMatch(CODE);
    }),
    { numRuns: 500 },
  );
}, 120_000);

it('a list that was damaged anywhere is checked or refused with a reason', async () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('set', 'insert', 'delete', 'repeat'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FILES),
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      options,
      async (original, damages, told) => {
        let bytes = Buffer.from(original);
        for (const { at, kind, bytes: other } of damages) {
          const place = Math.floor(at * bytes.length);
          const before = bytes.subarray(0, place);
          const behind = bytes.subarray(kind === 'delete' || kind === 'set' ? place + other.length : place);
          const between = kind === 'delete' ? [] : kind === 'repeat' ? [bytes.subarray(place, place + 200)] : [other];
          bytes = Buffer.concat([before, ...between, behind]);
        }
        expect(await judge(bytes, told)).toMatch(CODE);
      },
    ),
    { numRuns: 700 },
  );
}, 120_000);

it('the pieces in which a file comes make no difference', async () => {
  for (const { bytes, expected } of loadCorpus()) {
    if (expected.rows === undefined) continue;
    const whole = await checkBytes(bytes, expected.options, 1_000_000);
    expect(await checkBytes(bytes, expected.options, 1_009)).toEqual(whole);
    if (bytes.length < 2_000) expect(await checkBytes(bytes, expected.options, 1)).toEqual(whole);
  }
}, 60_000);
