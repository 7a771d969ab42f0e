import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSecrets } from '../../../../engine/accounts/seal.ts';

const key = randomBytes(32);

it('opens what it sealed, and never seals alike twice', () => {
  const secrets = createSecrets(key);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (plain) => {
      const sealed = secrets.seal(plain);
      expect(secrets.open(sealed)).toBe(plain);
      expect(secrets.seal(plain)).not.toBe(sealed);
    }),
  );
});

it('opens with the old key while it is given, and seals with the new one', () => {
  const old = createSecrets(key);
  const next = randomBytes(32);
  const rotating = createSecrets(next, key);
  expect(rotating.open(old.seal('x'))).toBe('x');
  expect(createSecrets(next).open(rotating.seal('y'))).toBe('y');
  expect(() => createSecrets(next).open(old.seal('x'))).toThrow(/cannot be opened/);
});

it('refuses what was altered in any place', () => {
  const secrets = createSecrets(key);
  const sealed = secrets.seal('a secret of some length');
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'b', '7', '.'), (at, letter) => {
      fc.pre(sealed[at] !== letter);
      const altered = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      // The last letter of a part may carry unused bits: then it is the same bytes.
      const sameBytes = altered.split('.').every((part, n) => {
        const original = sealed.split('.')[n] ?? '';
        return n === 0 ? part === original : Buffer.from(part, 'base64url').equals(Buffer.from(original, 'base64url'));
      });
      fc.pre(!sameBytes);
      expect(() => secrets.open(altered)).toThrow(/cannot be opened/);
    }),
  );
});

it('refuses what is no sealed text', () => {
  for (const text of ['', 'v1', 'v1..', 'v2.a.b', 'plain']) {
    expect(() => createSecrets(key).open(text)).toThrow(/cannot be opened/);
  }
});
