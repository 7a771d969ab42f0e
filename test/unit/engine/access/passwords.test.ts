import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPassword } from '../../../../engine/access/check-password.ts';
import { hashPassword, isPassword } from '../../../../engine/access/hash-password.ts';
import { newToken, tokenHash } from '../../../../engine/access/session-token.ts';
import { parseKey } from '../../../../engine/access/key-format.ts';

const owner = { email: 'ana@example.org' };
const codeOf = (password: string): string => {
  try {
    checkPassword(password, owner);
    return 'taken';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'another error';
  }
};

describe('a password', () => {
  it('has at least twelve characters, counted as people count', () => {
    expect(codeOf('elevenchars')).toBe('password_too_short');
    expect(codeOf('twelve chars')).toBe('taken');
    expect(codeOf('🌻🌻🌻🌻🌻🌻')).toBe('password_too_short');
    expect(codeOf('x'.repeat(201))).toBe('password_too_long');
  });

  it('is not among the commonest, nor one letter over and over, nor the email itself', () => {
    for (const password of ['password1234', 'PassWord1234', 'qwertyuiop12', '000000000000', 'Ana@example.org']) {
      expect(codeOf(password)).toBe('password_common');
    }
  });

  it('needs no digits and no capitals', () => {
    expect(codeOf('plough under lantern')).toBe('taken');
  });
});

describe('a stored password', () => {
  it('is argon2id with 19 MiB and two passes, salted', async () => {
    const [one, other] = await Promise.all([hashPassword('twelve chars'), hashPassword('twelve chars')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('fits its password and no other, also when the keyboard writes the letters in another way', async () => {
    const stored = await hashPassword('grün und blau x');
    expect(await isPassword(stored, 'grün und blau x'.normalize('NFD'))).toBe(true);
    expect(await isPassword(stored, 'grun und blau x')).toBe(false);
    expect(await isPassword(null, 'grün und blau x')).toBe(false);
  });

  it('is made beside the event loop, and a flood is refused instead of queued for ever', async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    const many = await Promise.allSettled(Array.from({ length: 60 }, () => hashPassword('twelve chars')));
    clearInterval(ticking);
    const refused = many.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(60 - 42);
    expect(refused[0]).toMatchObject({ reason: { code: 'sign_in_busy', kind: 'unavailable' } });
    expect(ticks).toBeGreaterThan(5);
    await expect(hashPassword('twelve chars')).resolves.toContain('argon2id');
  });
});

it('makes tokens of 256 bits that it knows again, and takes nothing else for one', () => {
  const { token, sha256 } = newToken();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(tokenHash(token)).toBe(sha256);
  expect(parseKey(token)).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^[\w-]{43}$/.test(text));
      expect(tokenHash(text)).toBeUndefined();
    }),
  );
});
