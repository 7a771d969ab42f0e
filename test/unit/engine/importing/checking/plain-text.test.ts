import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyField } from '../../../../../db/copy.ts';
import { kindOfText, PLAIN, WIDE } from '../../../../../engine/importing/checking/plain-text.ts';

it('calls plain only what JSON and COPY write as it stands', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
      if (kindOfText(text) === PLAIN) {
        expect(JSON.stringify(text)).toBe(`"${text}"`);
        expect(copyField(text)).toBe(text);
      }
      // oxlint-disable-next-line no-control-regex -- exactly these are meant
      expect(kindOfText(text) === WIDE).toBe(/[^\x01-\x7E]/.test(text));
    }),
    { numRuns: 2_000 },
  );
});
