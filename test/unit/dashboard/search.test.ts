import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flag, list, oneOf, parseSearch, someOf, stringifySearch, text, whole } from '../../../dashboard/app/search.ts';

it('writes filters as a person would, and leaves out what is not set', () => {
  expect(
    stringifySearch({ state: ['failed', 'waiting'], q: 'ann lee', contact: 12, cursor: undefined, all: false }),
  ).toBe('?state=failed&state=waiting&q=ann+lee&contact=12');
  expect(stringifySearch({})).toBe('');
});

it('reads back what it wrote', () => {
  const value = fc.string({ minLength: 1 });
  const search = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 4 })),
  );
  fc.assert(
    fc.property(search, (given) => {
      expect({ ...parseSearch(stringifySearch(given)) }).toEqual({ ...given });
    }),
  );
});

it('reads a parameter as what it should be, and as nothing when it is not', () => {
  const raw = parseSearch('?state=failed&state=nonsense&contact=12&page=-1&big=1e9&on=true&ids=a,b&ids=c&empty=');
  expect(whole(raw, 'contact')).toBe(12);
  expect(whole(raw, 'page')).toBeUndefined();
  expect(whole(raw, 'big')).toBeUndefined();
  expect(text(raw, 'empty')).toBeUndefined();
  expect(oneOf(raw, 'state', ['failed', 'waiting'])).toBe('failed');
  expect(oneOf(raw, 'contact', ['failed'])).toBeUndefined();
  expect(someOf(raw, 'state', ['waiting', 'failed'])).toEqual(['failed']);
  expect(someOf(raw, 'ids', ['x'])).toBeUndefined();
  expect(list(raw, 'ids')).toEqual(['a', 'b', 'c']);
  expect([flag(raw, 'on'), flag(raw, 'contact')]).toEqual([true, undefined]);
});

it('reads values that the router holds as values', () => {
  expect(whole({ contact: 12 }, 'contact')).toBe(12);
  expect(flag({ expired: true }, 'expired')).toBe(true);
});
