import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerKey, headersOfKey } from '../../../../../engine/importing/mapping/header-key.ts';

describe('headerKey', () => {
  it('is the same for any order and spelling of the same headers, and another for others', () => {
    const headers = fc.array(fc.constantFrom('Phone', 'Name', 'Café', 'ZIP', 'x1', 'x2'), { maxLength: 6 });
    fc.assert(
      fc.property(headers, headers, (one, other) => {
        const spelled = one.map((name) => ` ${name.toUpperCase()}_`).toReversed();
        expect(headerKey(spelled)).toBe(headerKey(one));
        const same = one.toSorted().join() === other.toSorted().join();
        expect(headerKey(one) === headerKey(other)).toBe(same);
      }),
    );
  });

  it('names the headers, unless there are too many to be a key', () => {
    expect(headersOfKey(headerKey(['Phone No.', 'City']))).toEqual(['city', 'phoneno']);
    const many = headerKey(Array.from({ length: 300 }, (_, i) => `column ${i}`));
    expect([many.length < 100, headersOfKey(many)]).toEqual([true, []]);
  });
});
