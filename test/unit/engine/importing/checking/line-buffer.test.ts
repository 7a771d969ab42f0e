import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineBuffer } from '../../../../../engine/importing/checking/line-buffer.ts';

it('gives back every text that was put in, as UTF-8, each once', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .tuple(fc.constantFrom('x', 'é', '李', '😀'), fc.integer({ min: 20_000, max: 70_000 }))
      .map(([one, times]) => one.repeat(times)),
  );
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 4 }), (takes) => {
      const buffer = new LineBuffer();
      for (const texts of takes) {
        for (const one of texts) buffer.add(one);
        expect(Buffer.from(buffer.take()).equals(Buffer.from(texts.join('')))).toBe(true);
      }
      expect(buffer.take().length).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it('gives memory away that later lines do not touch', () => {
  const buffer = new LineBuffer();
  buffer.add('first');
  const taken = buffer.take();
  buffer.add('other');
  expect(Buffer.from(taken).toString()).toBe('first');
  expect(taken.buffer.byteLength).toBe(5);
});
